package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.client.TestKeys;
import dev.treadle.io.Tls;
import dev.treadle.io.TlsIdentity;
import dev.treadle.io.TlsSettings;
import dev.treadle.io.TlsStream;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A server behind TLS does what one without it does.
class TlsServerTest {

  private static @Nullable KeyStore keys;

  private final List<String> log = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeKeys(@TempDir Path directory) throws Exception {
    keys = TestKeys.make(directory);
  }

  /// Both ends have the same key, and trust it.
  private static Tls tls() throws Exception {
    var made = Objects.requireNonNull(keys);
    var identity = TlsIdentity.ofKeyStore(made, TestKeys.PASSWORD);
    var trust = TestKeys.trust(made);
    return Tls.of(settings ->
        settings
            .withIdentity(identity)
            .withTrust(trust)
            .withClientCertificates(TlsSettings.ClientCertificates.WANTED));
  }

  private interface Test {
    void run(Site site, RawClient client) throws Exception;
  }

  private static void run(Simulation simulation, Handler handler, Test test) throws Exception {
    var tls = tls();
    Site.run(
        simulation,
        settings -> settings.withTransport(tls::server),
        handler,
        site -> {
          try (var plain = site.connect();
              var client = new RawClient(tls.client(plain.stream(), "server"))) {
            test.run(site, client);
          }
        });
  }

  private Response sleep(Request request) {
    try {
      Treadle.sleep(Duration.ofSeconds(30));
      return Response.text("slept");
    } catch (Cancelled cancelled) {
      log.add(cancelled.origin().reason());
      throw cancelled;
    }
  }

  @TreadleTest
  void aClientThatHangsUpCancelsItsRequest(Simulation simulation) throws Exception {
    run(
        simulation,
        this::sleep,
        (site, client) -> {
          client.get("/");
          Treadle.sleep(Duration.ofSeconds(1));
          client.close();
          simulation.awaitBlocked();

          assertThat(log).containsExactly("the client has hung up");
          assertThat(site.server().statistics()).isEqualTo(new HttpServer.Statistics(0, 0));
        });
  }

  @TreadleTest
  void aConnectionThatIsResetCancelsItsRequest(Simulation simulation) throws Exception {
    run(
        simulation,
        this::sleep,
        (site, client) -> {
          client.get("/");
          Treadle.sleep(Duration.ofSeconds(1));
          simulation.network().linksOf(site.host()).reset();
          simulation.awaitBlocked();

          assertThat(log).containsExactly("the client's connection was reset");
        });
  }

  @TreadleTest
  void aClientShowsWhoItIs(Simulation simulation) throws Exception {
    run(
        simulation,
        request -> {
          var subject = request.clientCertificates().getFirst().getSubjectX500Principal();
          return Response.text(request.isSecure() + " " + subject.getName());
        },
        (_, client) -> client.get("/").expectText("true CN=localhost"));
  }

  /// Slowly enough for the server to look out for its client in between.
  @TreadleTest
  void contentComesAndGoesAtTheSameTime(Simulation simulation) throws Exception {
    run(
        simulation,
        request -> {
          request.body().limit(1_000_000);
          var pieces = request.body().flow().peek(_ -> Treadle.sleep(Duration.ofMillis(50)));
          return Response.stream(MediaType.TEXT, pieces);
        },
        (_, client) -> {
          var content = new StringBuilder();
          for (int i = 0; i < 100_000; i++) {
            content.append("%9d\n".formatted(i));
          }
          client.send("POST / HTTP/1.0\nContent-Length: 1000000\n\n");
          TaskGroup.run(group -> {
            group.start(() -> client.sendExactly(content.toString()));
            assertThat(client.rest().endsWith("\n\n" + content)).isTrue();
          });
        });
  }

  @TreadleTest
  void aServerThatIsClosedTellsIdleClients(Simulation simulation) throws Exception {
    run(
        simulation,
        this::sleep,
        (site, client) -> {
          assertThat(client.stream()).isInstanceOf(TlsStream.class);
          simulation.awaitBlocked();
          site.server().close();
          // Without TLS's own word for it this would be an exception: the connection was cut.
          client.expectEnd();
        });
  }
}
