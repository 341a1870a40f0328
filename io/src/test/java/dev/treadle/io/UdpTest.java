package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Tasks;
import dev.treadle.seam.Network;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

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

  @TreadleTest(explore = 2_000)
  void everyDatagramIsReceivedOnceWhoeverIsCancelled() throws IOException {
    var received = new ArrayList<Byte>();
    try (var here = Udp.open(ANY);
        var there = Udp.open(ANY)) {
      TaskGroup.run(group -> {
        group.start(() -> {
          for (byte number : new byte[] {1, 2}) {
            here.send(ByteBuffer.wrap(new byte[] {number}), there.address());
          }
        });
        var impatient = group.start(() -> receiveOne(there, received));
        impatient.cancel("enough");
        Tasks.waitAll(List.of(impatient));
        while (received.size() < 2) {
          receiveOne(there, received);
        }
      });
    }
    assertThat(received).containsExactly((byte) 1, (byte) 2);
  }

  private static boolean receiveOne(Udp socket, List<Byte> received) throws IOException {
    var into = ByteBuffer.allocate(1);
    socket.receive(into);
    return received.add(into.get(0));
  }

  @TreadleTest
  void aCancelledTaskNeitherSendsNorReceivesEvenIfItNeedNotWait() throws IOException {
    try (var here = Udp.open(ANY);
        var there = Udp.open(ANY)) {
      here.send(ByteBuffer.wrap(new byte[] {1}), there.address());
      var into = ByteBuffer.allocate(1);
      sleep(Duration.ofMillis(1)); // it has arrived
      assertCancelled(() -> there.receive(into));
      assertCancelled(() -> here.send(ByteBuffer.wrap(new byte[] {2}), there.address()));

      there.receive(into);
      assertThat(into.get(0)).isEqualTo((byte) 1);
      assertThat(moveOnAfter(Duration.ofSeconds(1), () -> there.receive(into.clear()))).isEmpty();
    }
  }

  private static void assertCancelled(ThrowingCallable wait) {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThat(catchThrowable(wait)).isInstanceOf(Cancelled.class);
    });
  }

  @TreadleTest
  void whoSendsWaitsForRoomAndCanGiveUp(Simulation simulation) throws IOException {
    var full = new Full(3);
    try (var socket = new Udp(full)) {
      socket.send(ByteBuffer.allocate(5), ANY);
      assertThat(full.tries).isEqualTo(4);

      var unsent = ByteBuffer.allocate(5);
      full.left = Integer.MAX_VALUE;
      assertThat(moveOnAfter(Duration.ofSeconds(1), () -> socket.send(unsent, ANY))).isFalse();
      assertThat(unsent.remaining()).isEqualTo(5);
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(1_003));
    }
  }

  /// Has no room so many times.
  private static final class Full implements Network.Datagrams {

    private int left;
    private int tries;

    private Full(int left) {
      this.left = left;
    }

    @Override
    public boolean send(ByteBuffer datagram, SocketAddress to) {
      tries++;
      return left-- <= 0;
    }

    @Override
    public @Nullable SocketAddress receive(ByteBuffer into) {
      return null;
    }

    @Override
    public SocketAddress localAddress() {
      return ANY;
    }

    @Override
    public void onReadable(Runnable wake) {}

    @Override
    public void close() {}
  }

  @TreadleTest
  void whatCannotBeSentIsAFailureAndTheSocketGoesOn() throws IOException {
    sendsOnlyWhatCanBeSent();
  }

  @TreadleTest(realTime = true)
  void soItIsOnTheMachinesNetwork() throws IOException {
    sendsOnlyWhatCanBeSent();
  }

  private static void sendsOnlyWhatCanBeSent() throws IOException {
    try (var here = Udp.open(ANY);
        var there = Udp.open(ANY)) {
      var one = ByteBuffer.wrap(new byte[] {1});
      assertThatThrownBy(() -> here.send(ByteBuffer.allocate(70_000), there.address()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(
              () -> here.send(one, InetSocketAddress.createUnresolved("nobody.invalid", 9)))
          .isInstanceOf(UnknownHostException.class);
      assertThatThrownBy(() -> here.send(one, UnixDomainSocketAddress.of("/run/app.sock")))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> Udp.open((InetSocketAddress) here.address()))
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith(
              "could not receive datagrams at %s: ", Addresses.describe(here.address()));

      exchange(here, there);
    }
  }

  @TreadleTest(realTime = true)
  void afterClosingNothingWorksAndClosingAgainDoesNothing() throws IOException {
    var socket = Udp.open(ANY);
    var address = socket.address();
    socket.close();
    socket.close();

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> socket.receive(ByteBuffer.allocate(1)),
            () -> socket.send(ByteBuffer.allocate(1), address),
            socket::address)) {
      assertThatThrownBy(call).isInstanceOf(ClosedChannelException.class);
    }
    assertThat(socket).hasToString("datagrams at " + Addresses.describe(address));
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
