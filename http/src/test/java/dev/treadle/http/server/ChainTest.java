package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.Treadle;
import dev.treadle.http.client.HttpClient;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Servers that ask servers: what happens to the first request happens to all that it has caused.
class ChainTest {

  private final List<String> log = new CopyOnWriteArrayList<>();

  /// A host `back` that works for an hour, and `server`, which asks it with a client of its own.
  private void chain(Simulation simulation, dev.treadle.Each<Site, Exception> test)
      throws Exception {
    var back = simulation.network().host("back");
    var opened = new java.util.concurrent.CompletableFuture<HttpServer>();
    var thread =
        simulation.startOn(
            back,
            "back",
            () -> {
              var address = new InetSocketAddress(back.address(), 80);
              try (var server = HttpServer.open(address, settings -> settings, this::work)) {
                opened.complete(server);
                server.serve();
              } catch (IOException failure) {
                throw new UncheckedIOException(failure);
              }
            });
    var server = opened.get();
    try (var client = HttpClient.open()) {
      Site.run(simulation, request -> Response.text(client.get("http://back/").text()), test);
    } finally {
      server.close();
      thread.join();
    }
  }

  private Response work(Request request) {
    try {
      log.add("has " + request.deadline().remaining().toMillis() + " ms");
      Treadle.sleep(Duration.ofHours(1));
      return Response.noContent();
    } catch (Cancelled cancelled) {
      log.add(cancelled.origin().reason());
      throw cancelled;
    }
  }

  @TreadleTest
  void aDeadlineTravelsFromServerToServer(Simulation simulation) throws Exception {
    chain(
        simulation,
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 2500\n\n");
            client.expect("HTTP/1.1 504 Gateway Timeout\n");
            simulation.awaitBlocked();
          }
          assertThat(log).hasSize(2).startsWith("has 2500 ms");
          assertThat(simulation.clock().elapsed()).hasMillis(2500);
        });
  }

  @TreadleTest
  void whenTheClientHangsUpTheLastServerStopsToo(Simulation simulation) throws Exception {
    chain(
        simulation,
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            Treadle.sleep(Duration.ofSeconds(2));
          }
          simulation.awaitBlocked();
          assertThat(log).containsExactly("has 60000 ms", "the client has hung up");
          assertThat(simulation.clock().elapsed()).hasSeconds(2);
        });
  }
}
