package dev.treadle.io;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Nobody who connects is kept waiting by those who are served and never rest.
class AcceptFairnessTest {

  private static final int PAIRS = 8;

  /// What most waits may take on a machine that is busy with other things too. Who is starved waits
  /// for as long as that almost every time.
  private static final Duration NOT_STARVED = Duration.ofMillis(500);

  private static final Duration HAMMERING = Duration.ofMillis(800);
  private static final int WAITS = 20;

  /// How often the pairs have played, all together.
  private final AtomicLong rounds = new AtomicLong();

  /// Sends a byte to and fro for ever.
  private void hammer(Listener listener) throws IOException {
    try (var stream = connect(listener)) {
      hammer(stream);
    }
  }

  private void hammer(ByteStream stream) throws IOException {
    var one = ByteBuffer.allocate(1);
    while (true) {
      stream.write(one.clear());
      stream.read(one.clear());
      rounds.incrementAndGet();
    }
  }

  private static void echo(ByteStream stream) throws IOException {
    var buffer = ByteBuffer.allocate(64);
    while (stream.read(buffer.clear()) > 0) {
      stream.write(buffer.flip());
    }
  }

  private static ByteStream connect(Listener listener) throws IOException {
    return Tcp.connect((InetSocketAddress) listener.address());
  }

  private static void askOnce(Listener listener) throws IOException {
    try (var stream = connect(listener)) {
      stream.write(ByteBuffer.wrap(new byte[] {7}));
      assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(1);
    }
  }

  @TreadleTest
  void whoConnectsIsAcceptedWithinAFewRoundsOfThoseWhoNeverRest() throws IOException {
    try (var listener = Tcp.listen(0)) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(AcceptFairnessTest::echo));
        for (int i = 0; i < PAIRS; i++) {
          group.startDaemon(() -> hammer(listener));
        }
        for (int i = 0; i < 20; i++) {
          long before = rounds.get();
          askOnce(listener);
          assertThat(rounds.get() - before).isLessThan(10L * PAIRS);
        }
      });
    }
  }

  @TreadleTest(realTime = true)
  void whoConnectsIsAcceptedInTimeBesideConnectionsThatNeverRest() throws IOException {
    try (var listener = Tcp.listen(0)) {
      accepted(listener, () -> hammer(listener));
    }
  }

  @TreadleTest(realTime = true)
  void whoConnectsIsAcceptedInTimeBesideTasksThatWakeEachOther() throws IOException {
    try (var listener = Tcp.listen(0)) {
      accepted(
          listener,
          () -> {
            try (var pair = MemoryStream.pair()) {
              Treadle.gather(() -> echo(pair.server()), () -> hammer(pair.client()));
            }
          });
    }
  }

  private interface Hammering {
    void run() throws IOException;
  }

  private void accepted(Listener listener, Hammering hammering) {
    var waits = new ArrayList<Duration>();
    TaskGroup.run(group -> {
      group.startDaemon(() -> listener.serve(AcceptFairnessTest::echo));
      for (int i = 0; i < PAIRS; i++) {
        group.startDaemon(hammering::run);
      }
      long end = System.nanoTime() + HAMMERING.toNanos();
      while (System.nanoTime() < end || waits.size() < WAITS || rounds.get() < 1_000) {
        long start = System.nanoTime();
        askOnce(listener);
        waits.add(Duration.ofNanos(System.nanoTime() - start));
        sleep(Duration.ofMillis(5));
      }
    });
    waits.sort(null);
    assertThat(waits.get(waits.size() / 2)).isLessThan(NOT_STARVED);
  }

  @TreadleTest
  void aListenerThatIsFullAcceptsWhoCameFirstWhenThereIsRoom(Simulation simulation)
      throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var order = new ArrayList<Integer>();
    try (var listener = Tcp.listen(loopback, settings -> settings.withMaxConnections(2))) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(AcceptFairnessTest::echo));
        simulation.awaitBlocked();
        var first = connect(listener);
        var second = connect(listener);
        for (var number : List.of(1, 2, 3)) {
          group.start(() -> {
            askOnce(listener);
            order.add(number);
          });
          simulation.awaitBlocked();
        }
        assertThat(order).isEmpty();

        first.close();
        simulation.awaitBlocked();

        assertThat(order).containsExactly(1, 2, 3);
        second.close();
      });
    }
    assertThat(simulation.clock().elapsed()).isZero();
  }
}
