package dev.treadle.io;

import static dev.treadle.io.ByteStreamContract.readText;
import static dev.treadle.io.ByteStreamContract.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.Each;
import dev.treadle.io.TlsSettings.ClientCertificates;
import dev.treadle.test.TreadleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;

/// TLS with OpenSSL at the other end, in real time. Where there is no `openssl`, a line says so.
class TlsOpensslTest {

  private static final TestAuthority AUTHORITY =
      new TestAuthority("authority", TestAuthority.Kind.ELLIPTIC);
  private static final TestAuthority.Holder HOST = AUTHORITY.sign("localhost");
  private static final TestAuthority.Holder GUEST = AUTHORITY.sign("guest");

  @TempDir Path directory;

  private static boolean opensslIsMissing() {
    var places = new StringTokenizer(System.getenv().getOrDefault("PATH", ""), ":");
    while (places.hasMoreTokens()) {
      if (Files.isExecutable(Path.of(places.nextToken(), "openssl"))) {
        return false;
      }
    }
    System.out.println("no openssl on the PATH: TLS is not tested with it");
    return true;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private Process openssl(List<String> command) throws IOException {
    var words = new ArrayList<>(List.of("openssl"));
    words.addAll(command);
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }

  // --- OpenSSL as the server

  /// Starts a server that sends each line back, the last letter first.
  private void withServer(List<String> options, Each<Integer, Exception> body) throws Exception {
    var command =
        new ArrayList<>(List.of("s_server", "-accept", "127.0.0.1:0", "-rev", "-naccept", "1"));
    command.addAll(List.of("-cert", file("host.pem", HOST.chainPem())));
    command.addAll(List.of("-key", file("host.key", HOST.keyPem())));
    command.addAll(List.of("-CAfile", file("authority.pem", AUTHORITY.pem())));
    command.addAll(options);
    var process = openssl(command);
    try (var out = process.inputReader()) {
      body.accept(portIn(out));
    } finally {
      process.destroyForcibly().waitFor();
      process.getOutputStream().close();
    }
  }

  private static int portIn(BufferedReader out) throws IOException {
    var said = new StringBuilder();
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith("ACCEPT ")) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      }
    }
    throw new AssertionError("expected 'ACCEPT host:port', found:\n" + said);
  }

  private static TlsStream connect(int port, UnaryOperator<TlsSettings> change) throws IOException {
    var tls = Tls.of(s -> change.apply(s.withTrust(AUTHORITY.trust())));
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    return tls.client(new PlainSocket(socket), "localhost");
  }

  @TreadleTest(realTime = true)
  void ourClientTalksToItsServer() throws Exception {
    if (opensslIsMissing()) {
      return;
    }
    for (var version : List.of("-tls1_3", "-tls1_2")) {
      withServer(
          List.of(version, "-alpn", "h2,http/1.1"),
          port -> {
            try (var stream = connect(port, s -> s.withAlpn("http/1.1"))) {
              write(stream, "drawer\n");

              assertThat(readText(stream, 7)).isEqualTo("reward\n");
              assertThat(stream.alpn()).hasValue("http/1.1");
              assertThat(stream.version().toString()).isEqualTo("TLSv1." + version.substring(6));
            }
          });
    }
  }

  @TreadleTest(realTime = true)
  void itsServerKnowsOurCertificate() throws Exception {
    if (opensslIsMissing()) {
      return;
    }
    withServer(
        List.of("-Verify", "3", "-verify_return_error"),
        port -> {
          try (var stream = connect(port, s -> s.withIdentity(GUEST.identity()))) {
            write(stream, "on\n");

            assertThat(readText(stream, 3)).isEqualTo("no\n");
          }
        });
  }

  @TreadleTest(realTime = true)
  void itsServersRefusalIsUnderstood() throws Exception {
    if (opensslIsMissing()) {
      return;
    }
    withServer(
        List.of("-Verify", "3", "-verify_return_error"),
        port -> {
          try (var stream = connect(port, s -> s)) {
            assertThat(catchThrowable(() -> readText(stream, 1)))
                .isInstanceOf(TlsException.class)
                .hasMessage(
                    "the other end refused: it wants a certificate of us, and we have none to show"
                        + " (alert certificate_required)");
          }
        });
  }

  // --- OpenSSL as the client

  /// Starts a client and serves it; returns what it printed.
  private String withClient(List<String> options, String input, Each<ByteStream, Exception> serve)
      throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var command =
          new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + listener.getLocalPort()));
      command.addAll(List.of("-CAfile", file("authority.pem", AUTHORITY.pem())));
      command.addAll(List.of("-servername", "localhost", "-verify_return_error"));
      command.addAll(options);
      var process = openssl(command);
      try (var to = process.outputWriter();
          var out = process.inputReader()) {
        to.write(input);
        to.flush();
        serve.accept(new PlainSocket(listener.accept()));
        return String.join("\n", out.lines().toList());
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static Tls serverTls(UnaryOperator<TlsSettings> change) throws IOException {
    return Tls.of(s -> change.apply(s.withIdentity(HOST.identity()).withTrust(AUTHORITY.trust())));
  }

  @TreadleTest(realTime = true)
  void ourServerTalksToItsClient() throws Exception {
    if (opensslIsMissing()) {
      return;
    }
    for (var version : List.of("-tls1_3", "-tls1_2")) {
      var printed =
          withClient(
              List.of(version, "-quiet", "-alpn", "h2"),
              "ping\n",
              accepted -> {
                try (var stream = serverTls(s -> s.withAlpn("h2")).server(accepted)) {
                  assertThat(readText(stream, 5)).isEqualTo("ping\n");
                  assertThat(stream.alpn()).hasValue("h2");
                  assertThat(stream.serverName()).hasValue("localhost");
                  write(stream, "pong\n");
                }
              });

      assertThat(printed).contains("pong");
    }
  }

  @TreadleTest(realTime = true)
  void ourServerKnowsItsCertificate() throws Exception {
    if (opensslIsMissing()) {
      return;
    }
    var cert = file("guest.pem", GUEST.chainPem());
    var key = file("guest.key", GUEST.keyPem());

    withClient(
        List.of("-quiet", "-cert", cert, "-key", key),
        "",
        accepted -> {
          var tls = serverTls(s -> s.withClientCertificates(ClientCertificates.NEEDED));
          try (var stream = tls.server(accepted)) {
            assertThat(stream.peerCertificates().getFirst()).isEqualTo(GUEST.certificate());
          }
        });
  }

  @TreadleTest(realTime = true)
  void itsClientMayNotNegotiateAgain() throws Exception {
    if (opensslIsMissing()) {
      return;
    }
    withClient(
        List.of("-tls1_2"),
        "R\n",
        accepted -> {
          try (var stream = serverTls(s -> s).server(accepted)) {
            assertThat(catchThrowable(() -> readText(stream, 1)))
                .isInstanceOf(TlsException.class)
                .hasMessage("the other end wants to negotiate again, which is refused");
          }
        });
  }

  @TreadleTest(realTime = true)
  void itsClientsRefusalIsUnderstood() throws Exception {
    if (opensslIsMissing()) {
      return;
    }
    var strangers = new TestAuthority("stranger").sign("localhost");

    var printed =
        withClient(
            List.of("-tls1_2"),
            "",
            accepted ->
                assertThat(
                        catchThrowable(() ->
                            Tls.of(s -> s.withIdentity(strangers.identity())).server(accepted)))
                    .isInstanceOf(TlsException.class)
                    .hasMessage(
                        "the other end refused: it does not trust the authority that signed our"
                            + " certificate (alert unknown_ca)"));

    assertThat(printed).contains("verify error");
  }

  // --- What it writes

  @TreadleTest(realTime = true)
  void keysThatItWritesAreRead() throws Exception {
    if (opensslIsMissing()) {
      return;
    }
    var plain = file("plain.pem", HOST.keyPem());
    var old = written("ec", "-in", plain, "-out");
    var encrypted = written("pkcs8", "-topk8", "-in", plain, "-passout", "pass:secret", "-out");

    assertThat(Files.readString(old)).contains("BEGIN EC PRIVATE KEY");
    assertThat(Files.readString(encrypted)).contains("BEGIN ENCRYPTED PRIVATE KEY");
    var chain = Path.of(file("host.pem", HOST.chainPem()));
    TlsIdentity.ofPemFiles(chain, old).load();
    TlsIdentity.ofPemFiles(chain, encrypted, "secret").load();
    assertThat(catchThrowable(() -> TlsIdentity.ofPemFiles(chain, encrypted, "wrong").load()))
        .isInstanceOf(IOException.class);
  }

  private Path written(String... words) throws Exception {
    var out = directory.resolve(words[0] + ".pem");
    var command = new ArrayList<>(List.of(words));
    command.add(out.toString());
    var process = openssl(command);
    try (var said = process.inputReader()) {
      var printed = String.join("\n", said.lines().toList());
      assertThat(process.waitFor()).as(printed).isZero();
    } finally {
      process.getOutputStream().close();
    }
    return out;
  }
}
