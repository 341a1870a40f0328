package dev.treadle.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.Tasks;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class TcpTest {

  @TreadleTest
  void connectsByNameAndSaysWhoIsThere(Simulation simulation) throws IOException {
    var server = simulation.network().host("server");
    try (var listener = ListenerOn.host(server, 80);
        var pair = SocketPair.connected(listener, () -> Tcp.connect("server", 80))) {

      assertThat(pair.client().remoteAddress()).isEqualTo(listener.address());
      assertThat(pair.server().remoteAddress()).isEqualTo(pair.client().localAddress());
      assertThat(pair.client()).hasToString("connection with 10.0.0.1:80");
    }
  }

  @TreadleTest
  void whereNobodyListensItSaysSo() {
    assertThatThrownBy(() -> Tcp.connect("127.0.0.1", 9))
        .isInstanceOf(ConnectException.class)
        .hasMessageStartingWith("could not connect to 127.0.0.1:9: connection refused")
        .hasCauseInstanceOf(ConnectException.class);
  }

  @TreadleTest
  void aNameThatNobodyHasIsUnknown() {
    assertThatThrownBy(() -> Tcp.connect("nobody.invalid", 80))
        .isInstanceOf(UnknownHostException.class);
  }

  @TreadleTest
  void aPortInUseIsNamed() throws IOException {
    try (var listener = Tcp.listen(8080)) {
      assertThatThrownBy(() -> Tcp.listen(8080))
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("could not listen on " + listener + ": address in use");
    }
  }

  @TreadleTest
  void portsThatThereAreNotAreMistakes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tcp.connect("localhost", 0))
        .withMessage("port: expected 1 to 65535, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tcp.listen(65_536))
        .withMessage("port: expected 0 to 65535, found 65536");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tcp.listen(new InetSocketAddress(0), s -> s.withBacklog(0)))
        .withMessage("backlog: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tcp.listen(new InetSocketAddress(0), s -> s.withMaxConnections(0)))
        .withMessage("maxConnections: expected at least 1, found 0");
  }

  @TreadleTest
  void aListenerAtAPathHasNoPort() throws IOException {
    try (var listener = UnixSocket.listen(Path.of("/run/app.sock"))) {
      assertThat(listener).hasToString("/run/app.sock");
      assertThatIllegalStateException()
          .isThrownBy(listener::port)
          .withMessage("a listener at a path has no port: /run/app.sock");
    }
  }

  @TreadleTest(explore = 2_000)
  void aConnectThatIsCancelledLeavesNothingOpen(Simulation simulation) {
    var _ = simulation.network().host("test");
    var server = simulation.network().host("server");
    simulation
        .network()
        .links()
        .configure(link -> link.withLatency(Duration.ofMillis(1), Duration.ofMillis(9)));
    TaskGroup.run(group -> {
      try (var _ = ListenerOn.host(server, 80)) {
        var connecting =
            group.start(() -> {
              Tcp.connect("server", 80).close();
            });
        group.start(() -> {
          Treadle.sleep(Duration.ofMillis(simulation.random().nextInt(20)));
          connecting.cancel("enough");
        });
        Tasks.waitAll(List.of(connecting));
      } catch (IOException e) {
        throw new AssertionError("the listener could not be closed", e);
      }
    });
  }
}
