package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.CancelScope;
import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// Connections that are cut so that the client cannot take what it got for everything.
class AbortTest {

  @TreadleTest
  void aRequestThatIsAbortedIsResetBeforeAnyAnswer(Simulation simulation) throws Exception {
    var logged = new AtomicReference<AccessLog.Entry>();
    Site.run(
        simulation,
        settings -> settings.withAccessLog(logged::set),
        request -> {
          request.abort();
          request.abort();
          return Response.text("for nobody");
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            assertThatThrownBy(client::rest).isInstanceOf(SocketException.class);
            assertThat(client.heard()).isEmpty();
          }
          simulation.awaitBlocked();
          assertThat(site.server().statistics()).isEqualTo(new HttpServer.Statistics(0, 0));
          assertThat(logged.get().isComplete()).isFalse();
          assertThat(logged.get().status()).isEmpty();
        });
  }

  @TreadleTest
  void alsoAfterAPartOfTheAnswer(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("half");
                  writer.flush();
                  Treadle.sleep(Duration.ofSeconds(1));
                  request.abort();
                }),
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            assertThatThrownBy(client::rest).isInstanceOf(SocketException.class);
            assertThat(client.heard()).endsWith("\n00000004\nhalf\n");
          }
        });
  }

  /// The watch sees a closed connection, as if the client had hung up.
  @TreadleTest
  void whatTheHandlerDoesAfterwardsIsCancelled(Simulation simulation) throws Exception {
    var ended = new AtomicBoolean();
    Site.run(
        simulation,
        request -> {
          Treadle.sleep(Duration.ofSeconds(1));
          request.abort();
          try {
            Treadle.sleep(Duration.ofHours(1));
          } finally {
            ended.set(true);
          }
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            assertThatThrownBy(client::rest).isInstanceOf(SocketException.class);
          }
          Treadle.sleep(Duration.ofSeconds(1));
          assertThat(ended).isTrue();
        });
  }

  // --- Answers whose end is that of the connection

  private static void assertReset(Simulation simulation, Handler handler) throws Exception {
    Site.run(
        simulation,
        handler,
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.0\n\n");
            assertThatThrownBy(client::rest).isInstanceOf(SocketException.class);
            assertThat(client.heard()).endsWith("Connection: close\n\nhalf");
          }
        });
  }

  @TreadleTest
  void oneThatFailsIsNotTakenForWhole(Simulation simulation) throws Exception {
    assertReset(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("half");
                  writer.flush();
                  Treadle.sleep(Duration.ofSeconds(1));
                  throw new IOException("the database is gone");
                }));
  }

  @TreadleTest
  void oneThatIsCancelledIsNotTakenForWhole(Simulation simulation) throws Exception {
    assertReset(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("half");
                  writer.flush();
                  Treadle.sleep(Duration.ofSeconds(1));
                  CancelScope.current().cancel("enough");
                  Treadle.checkpoint();
                }));
  }
}
