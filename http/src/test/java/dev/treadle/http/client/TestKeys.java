package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.io.TlsTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Key and certificate of `localhost` and of the simulated host `server`, made by the JDK's
/// keytool. Signatures of Ed25519 are all of one length, and so two runs of a simulation take the
/// same steps.
public final class TestKeys {

  public static final String PASSWORD = "changeit";

  private TestKeys() {}

  public static KeyStore make(Path directory) throws Exception {
    var file = directory.resolve("keys.p12");
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        "-genkeypair -alias server -keyalg Ed25519 -dname CN=localhost"
            + " -ext SAN=dns:localhost,dns:server -storetype PKCS12"
            + " -startdate 2025/01/01 -validity 9000 -storepass "
            + PASSWORD;
    var made =
        new ProcessBuilder(
                java.util.stream.Stream.of(
                        List.of(tool),
                        List.of(command.split(" ", -1)),
                        List.of("-keystore", file.toString()))
                    .flatMap(List::stream)
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    try (var in = Files.newInputStream(file)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return keys;
    }
  }

  public static TlsTrust trust(KeyStore keys) throws KeyStoreException {
    return TlsTrust.of(List.of((X509Certificate) keys.getCertificate("server")));
  }
}
