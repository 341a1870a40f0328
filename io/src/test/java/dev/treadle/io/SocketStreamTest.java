package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulated;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SocketStreamTest {

  @Nested
  @Simulated
  class SimulatedContract extends ByteStreamContract {

    @Override
    protected Ends connect() throws IOException {
      var pair = SocketPair.open();
      return new Ends(pair.client(), pair.server());
    }
  }

  /// The machine's own network, in real time.
  @Nested
  class TcpContract extends ByteStreamContract {

    @Override
    protected Ends connect() throws IOException {
      var pair = SocketPair.open();
      return new Ends(pair.client(), pair.server());
    }
  }

  @Nested
  class UnixContract extends ByteStreamContract {

    @TempDir Path directory;

    @Override
    protected boolean resets() {
      return false;
    }

    @Override
    protected Ends connect() throws IOException {
      var path = directory.resolve("socket");
      try (var listener = UnixSocket.listen(path)) {
        var pair = SocketPair.connected(listener, () -> UnixSocket.connect(path));
        return new Ends(pair.client(), pair.server());
      }
    }
  }

  @TreadleTest(explore = 5_000)
  void nothingIsLostOrDoubledWhoeverIsCancelled() throws IOException {
    try (var pair = SocketPair.open()) {
      ByteStreamTraffic.cancelReadersAndWriters(pair.client(), pair.server());
    }
  }

  @TreadleTest(explore = 5_000)
  void nobodyWaitsForAnEndThatIsClosed() throws IOException {
    try (var pair = SocketPair.open()) {
      ByteStreamTraffic.closeWhileReadingAndWriting(pair.client(), pair.server());
    }
  }

  @TreadleTest
  void twoTasksThatReadAtTheSameTimeAreToldSo(Simulation simulation) throws IOException {
    try (var pair = SocketPair.open()) {
      TaskGroup.run(group -> {
        var first = group.start(() -> pair.client().read(ByteBuffer.allocate(1)));
        simulation.awaitBlocked();

        assertThatThrownBy(() -> pair.client().read(ByteBuffer.allocate(1)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "two tasks wait for bytes from connection with %s at the same time; only one can",
                Addresses.describe(pair.client().remoteAddress()));
        pair.server().write(ByteBuffer.wrap(new byte[] {7}));
        assertThat(first.await()).isEqualTo(1);
      });
    }
  }

  @TreadleTest
  void theTaskTreeShowsWhoIsWaitedFor(Simulation simulation) throws IOException {
    try (var pair = SocketPair.open()) {
      TaskGroup.run(group -> {
        group.startDaemon("reader", () -> pair.client().read(ByteBuffer.allocate(1)));
        simulation.awaitBlocked();

        assertThat(TaskTree.capture().toString())
            .contains(
                "bytes from connection with " + Addresses.describe(pair.client().remoteAddress()));
      });
    }
  }

  @TreadleTest
  void aResetIsAFailureOfBothEnds(Simulation simulation) throws IOException {
    var server = simulation.network().host("server");
    var here = simulation.network().host("test");
    try (var listener = ListenerOn.host(server, 7);
        var pair = SocketPair.connected(listener, () -> Tcp.connect("server", 7))) {
      simulation.network().between(server, here).reset();

      assertThatThrownBy(() -> pair.client().read(ByteBuffer.allocate(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
      assertThatThrownBy(() -> pair.server().read(ByteBuffer.allocate(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    }
  }

  @TreadleTest
  void aReadAcrossAPartitionWaitsAndCanBeGivenUp(Simulation simulation) throws IOException {
    var server = simulation.network().host("server");
    var link = simulation.network().between(server, simulation.network().host("test"));
    try (var listener = ListenerOn.host(server, 7);
        var pair = SocketPair.connected(listener, () -> Tcp.connect("server", 7))) {
      link.partition();
      pair.server().write(ByteBuffer.wrap(new byte[] {7}));
      var into = ByteBuffer.allocate(1);

      assertThat(moveOnAfter(Duration.ofHours(1), () -> pair.client().read(into))).isEmpty();
      link.heal();
      assertThat(pair.client().read(into)).isEqualTo(1);
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofHours(1));
    }
  }

  @TreadleTest
  void anAddressIsWrittenAsPeopleDo() throws IOException {
    var six = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 80);

    assertThat(Addresses.describe(six)).isEqualTo("[2001:db8:0:0:0:0:0:1]:80");
    assertThat(Addresses.describe(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 80)))
        .isEqualTo("192.0.2.1:80");
    assertThat(Addresses.describe(InetSocketAddress.createUnresolved("db", 5432)))
        .isEqualTo("db:5432");
  }
}
