package dev.treadle.test;

import dev.treadle.seam.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Helpers for tests that cannot be simulated: those with real sockets, processes, databases.
///
/// A test of code that only computes and waits is better off in a [Simulation], where no time
/// passes and every run is the same. Inside one, the methods here that wait do so in virtual time,
/// so that a contract test can run against a fake and the real thing.
///
/// @see LeakCheck for what a test leaves behind
public final class RealTime {

  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_NANOS = 200_000_000;
  private static final int PORT_TRIES = 1000;

  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  private RealTime() {}

  /// Runs a body on a virtual thread of its own and waits for it, but no longer than a timeout.
  ///
  /// {@snippet class=dev.treadle.test.RealTimeSnippets region=within lang=java}
  ///
  /// The body's own failure comes out as itself. When time is over, the stacks of all threads are
  /// recorded, virtual ones included; the body is interrupted and has one more second to end. If
  /// the caller is interrupted, so is the body, and the caller waits for it, within the timeout.
  ///
  /// @throws AssertionError if the body takes longer; the message holds the stacks, the body's
  ///   first, without the JVM's own idle threads
  /// @throws IllegalArgumentException if the timeout is not positive
  /// @throws InterruptedException if the calling thread is interrupted
  public static void within(Duration timeout, TestBody body) throws InterruptedException {
    TimedBody.run("body", timeout, body);
  }

  /// Tries an assertion until it holds, but no longer than a timeout.
  ///
  /// {@snippet class=dev.treadle.test.RealTimeSnippets region=eventually lang=java}
  ///
  /// For state of another process, which cannot tell when it changes. The pauses between two tries
  /// grow from 1 to 200 milliseconds; there is always one try at the end of the timeout. Only an
  /// [AssertionError] is a reason to try again, also one of another thread that comes as a cause;
  /// everything else comes out at once, and so do an assertion error that is a
  /// [dev.treadle.seam.CancellationSignal] and a [SimulationFailure].
  ///
  /// @throws AssertionError of the last try, when time is over; how many tries it took is attached
  ///   as a suppressed throwable
  /// @throws IllegalArgumentException if the timeout is not positive
  /// @throws InterruptedException if the calling thread is interrupted, or the assertion throws it
  public static void eventually(Duration timeout, TestBody assertion) throws InterruptedException {
    long limit = positiveNanos(timeout);
    long begin = World.current().nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    for (int tries = 1; true; tries++) {
      try {
        assertion.run();
        return;
      } catch (Throwable thrown) {
        var failure = Failures.unwrapped(thrown);
        if (!(failure instanceof AssertionError)
            || Failures.passes(failure, AssertionError.class)) {
          throw Sneaky.rethrow(failure);
        }
        long elapsed = World.current().nanoTime() - begin;
        if (elapsed >= limit) {
          failure.addSuppressed(new Tries(tries, Duration.ofNanos(elapsed)));
          throw Sneaky.rethrow(failure);
        }
        Thread.sleep(Duration.ofNanos(Math.min(pause, limit - elapsed)));
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  /// Returns a TCP port on which nobody listens on the loopback address, and which this method has
  /// not returned before in this JVM.
  ///
  /// For a server that must be told its port beforehand; where it can tell which one it got, let it
  /// listen on port 0 instead: this port is free when it is returned, and another process may take
  /// it before it is used.
  ///
  /// The port was bound without `SO_REUSEADDR` and released. So no old connection lingers on it in
  /// `TIME_WAIT`, and since nothing ever connected to the probe, none lingers because of it: a
  /// server can bind it at once, whether or not it sets the option (Java's server sockets do,
  /// except on Windows).
  ///
  /// @throws IOException if no port can be bound
  /// @throws IllegalStateException if every port the system offers was returned before
  public static int unusedPort() throws IOException {
    for (int tries = 0; tries < PORT_TRIES; tries++) {
      try (var probe = new ServerSocket()) {
        probe.setReuseAddress(false);
        probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        if (PORTS.add(probe.getLocalPort())) {
          return probe.getLocalPort();
        }
      }
    }
    throw new IllegalStateException(
        "expected a port not returned before, but in %d tries the system offered only some of the %d that were"
            .formatted(PORT_TRIES, PORTS.size()));
  }

  /// Returns a timeout in nanoseconds, at most `Long.MAX_VALUE`.
  static long positiveNanos(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
    return TimeUnit.NANOSECONDS.convert(timeout);
  }

  /// A note attached to an assertion error; it has no stack of its own.
  private static final class Tries extends Throwable {

    private static final long serialVersionUID = 1L;

    Tries(int tries, Duration elapsed) {
      super("still so after %d tries in %s".formatted(tries, elapsed), null, false, false);
    }
  }
}
