package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// The examples of [Tls], run as tests.
class TlsSnippets {

  private static final TestAuthority AUTHORITY = new TestAuthority("authority");

  // @start region="client"
  /// Asks a server one thing.
  static @Nullable String ask(Tls tls, ByteStream connected, String host, String question)
      throws IOException {
    try (var stream = timeout(Duration.ofSeconds(5), () -> tls.client(connected, host))) {
      var writer = ByteWriter.of(stream);
      writer.writeUtf8(question + "\n");
      writer.flush();
      return ByteReader.of(stream).readLine(1_000);
    }
  }

  // @end region="client"

  // @start region="server"
  static void serve(Tls tls, ByteStream accepted) throws IOException {
    try (var stream = timeout(Duration.ofSeconds(5), () -> tls.server(accepted))) {
      var question = ByteReader.of(stream).readLine(1_000);
      var writer = ByteWriter.of(stream);
      writer.writeUtf8(stream.serverName().orElse("?") + " does not know " + question + "\n");
      writer.flush();
    }
  }

  // @end region="server"

  static Tls serverTls(Path directory) throws IOException {
    // @start region="settings"
    var tls =
        Tls.of(s ->
            s.withIdentity(
                    TlsIdentity.ofPemFiles(
                        directory.resolve("chain.pem"), directory.resolve("key.pem")))
                .withAlpn("h2", "http/1.1")
                .withClientCertificates(TlsSettings.ClientCertificates.WANTED));
    // @end region="settings"
    return tls;
  }

  @TreadleTest
  void aQuestionIsAnswered(@TempDir Path directory) throws IOException {
    var host = AUTHORITY.sign("host.example");
    Files.writeString(directory.resolve("chain.pem"), host.chainPem());
    Files.writeString(directory.resolve("key.pem"), host.keyPem());
    var server = serverTls(directory);
    var client = Tls.of(s -> s.withTrust(AUTHORITY.trust()));
    try (var pair = MemoryStream.pair()) {
      gather(
          () ->
              assertThat(ask(client, pair.client(), "host.example", "everything"))
                  .isEqualTo("host.example does not know everything"),
          () -> serve(server, pair.server()));
    }
  }
}
