package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;

class UdpTest {

  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TreadleTest
  void aDatagramArrivesWithItsSender() throws IOException {
    try (var here = Udp.open(ANY);
        var there = Udp.open(ANY)) {
      exchange(here, there);
    }
  }

  @TreadleTest(realTime = true)
  void soItDoesOnTheMachinesNetwork() throws IOException {
    try (var here = Udp.open(ANY);
        var there = Udp.open(ANY)) {
      exchange(here, there);
    }
  }

  private static void exchange(Udp here, Udp there) throws IOException {
    var into = ByteBuffer.allocate(10);
    here.send(ByteBuffer.wrap(new byte[] {1, 2}), there.address());

    assertThat(there.receive(into)).isEqualTo(here.address());
    assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
  }

  @TreadleTest
  void aReceiveThatIsGivenUpLosesNothing() throws IOException {
    try (var here = Udp.open(ANY);
        var there = Udp.open(ANY)) {
      var into = ByteBuffer.allocate(10);
      assertThat(moveOnAfter(Duration.ofSeconds(1), () -> there.receive(into))).isEmpty();

      exchange(here, there);
    }
  }

  @TreadleTest
  void whatIsLostDoesNotComeAndWhatIsWaitedForCanBeGivenUp(Simulation simulation)
      throws IOException {
    try (var here = Udp.open(ANY);
        var there = Udp.open(ANY)) {
      simulation.network().links().configure(link -> link.withLoss(1.0));
      here.send(ByteBuffer.wrap(new byte[] {1}), there.address());

      assertThat(moveOnAfter(Duration.ofHours(1), () -> there.receive(ByteBuffer.allocate(1))))
          .isEmpty();
    }
  }

  @TreadleTest
  void aSecondReceiverIsToldSo(Simulation simulation) throws IOException {
    try (var socket = Udp.open(ANY)) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> socket.receive(ByteBuffer.allocate(1)));
        simulation.awaitBlocked();

        assertThatIllegalStateException()
            .isThrownBy(() -> socket.receive(ByteBuffer.allocate(1)))
            .withMessage(
                "two tasks wait for a datagram at %s at the same time; only one can",
                Addresses.describe(socket.address()));
      });
    }
  }

  @TreadleTest
  void closingWakesWhoeverReceives(Simulation simulation) throws IOException {
    var socket = Udp.open(ANY);
    TaskGroup.run(group -> {
      group.start(() ->
          assertThatThrownBy(() -> socket.receive(ByteBuffer.allocate(1)))
              .isInstanceOf(ClosedChannelException.class));
      simulation.awaitBlocked();
      socket.close();
    });
  }
}
