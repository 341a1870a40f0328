package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.seam.World;
import dev.treadle.test.net.SimHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {

  @TreadleTest
  void aThreadStartedOnAHostAndItsChildrenSeeThatHostsNetwork(Simulation simulation)
      throws InterruptedException {
    var db = simulation.network().host("db");
    var own = new AtomicReference<>();
    var childs = new AtomicReference<>();

    var server =
        simulation.startOn(
            db,
            "server",
            () -> {
              own.set(World.current().network());
              Thread.startVirtualThread(() -> childs.set(World.current().network()));
            });
    server.join();
    simulation.awaitBlocked();

    assertThat(own.get()).isSameAs(db.network());
    assertThat(childs.get()).isSameAs(db.network());
    assertThat(World.current().network())
        .isSameAs(simulation.network().host("test").network())
        .isNotSameAs(db.network());
  }

  // @start region="network"
  @TreadleTest(explore = 300)
  void ordinarySocketCodeTalksOverASlowLink(Simulation simulation) throws Exception {
    var server = simulation.network().host("server");
    var client = simulation.network().host("client");
    simulation
        .network()
        .between(server, client)
        .configure(link -> link.withLatency(Duration.ofMillis(40)));
    var echo = Thread.startVirtualThread(() -> echoOnce(server));
    simulation.awaitBlocked();

    try (var socket = client.socketFactory().createSocket("server", 7)) {
      socket.getOutputStream().write(42);

      assertThat(socket.getInputStream().read()).isEqualTo(42);
    }

    assertThat(simulation.clock().elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(160));
    echo.join();
  }

  // @end

  @Test
  void aListenerLeftOpenIsALeak() {
    assertThatThrownBy(() ->
            Simulation.run(simulation ->
                simulation
                    .network()
                    .host("server")
                    .network()
                    .listen(new InetSocketAddress("10.0.0.1", 9), 1)))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("still open: listener server:9");
  }

  private static void echoOnce(SimHost host) {
    try (var listener = host.serverSocketFactory().createServerSocket(7);
        var socket = listener.accept()) {
      socket.getOutputStream().write(socket.getInputStream().read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
