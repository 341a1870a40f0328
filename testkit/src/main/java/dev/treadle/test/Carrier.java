package dev.treadle.test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The platform thread that a simulation runs on, watched by the thread that called for it.
///
/// It is not the caller's own thread because a simulated thread that never gives way could then
/// never be given up.
final class Carrier implements AutoCloseable {

  private static final long LOOK_MILLIS = 50;
  private static final Duration STALL = Duration.ofSeconds(10);

  private static volatile boolean used;

  private final BlockingQueue<FutureTask<?>> commands = new LinkedBlockingQueue<>();
  private final CarrierThread thread;

  private Carrier() {
    thread = new CarrierThread(this::work);
    thread.setDaemon(true);
    thread.start();
  }

  /// A thread that knows which simulation it carries; written by itself, read by its watcher too.
  private static final class CarrierThread extends Thread {
    volatile @Nullable Simulator simulator;
    volatile boolean givenUp; // written by the watcher

    CarrierThread(Runnable work) {
      super(work, "treadle-carrier");
    }
  }

  /// Starts a carrier, after making sure that this JVM can simulate at all.
  ///
  /// @throws UnsupportedOperationException if the JDK lacks an internal
  /// @throws IllegalStateException if the agent cannot be loaded, or the caller is itself simulated
  static Carrier open() {
    if (Port.simulatorOf(Thread.currentThread()) != null) {
      throw new IllegalStateException(
          "this thread is inside a simulation already; a simulation cannot be started in another");
    }
    Warm.up();
    used = true;
    return new Carrier();
  }

  /// Returns whether any simulation was ever started in this JVM.
  static boolean wasUsed() {
    return used;
  }

  /// Tells the carrier that the calling thread is, which simulation it now runs.
  static void runs(Simulator simulator) {
    if (Thread.currentThread() instanceof CarrierThread carrier) {
      carrier.simulator = simulator;
    }
  }

  /// Returns the simulation that the calling thread carries, or `null` if it is no carrier.
  static @Nullable Simulator carried() {
    return Thread.currentThread() instanceof CarrierThread carrier ? carrier.simulator : null;
  }

  /// Returns whether nobody waits any more for what the calling thread carries.
  static boolean isGivenUp() {
    return Thread.currentThread() instanceof CarrierThread carrier && carrier.givenUp;
  }

  /// Runs a command on the carrier and waits for it in real time.
  ///
  /// @throws SimulationFailure if it takes longer than the timeout, or a simulated thread never
  ///   gives way; the carrier is then given up and must not be used again
  <T extends @Nullable Object> T call(Duration timeout, Callable<T> command) throws Throwable {
    var task = new FutureTask<>(command);
    commands.add(task);
    var watch = new Watch(timeout);
    while (true) {
      try {
        return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        watch.look();
      } catch (ExecutionException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }
  }

  @Override
  public void close() {
    commands.add(new FutureTask<>(() -> null));
    commands.add(STOP);
  }

  private static final FutureTask<?> STOP = new FutureTask<>(() -> null);

  private void work() {
    try {
      for (var task = commands.take(); task != STOP; task = commands.take()) {
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Notices that a command takes too long or makes no progress.
  private final class Watch {
    private final Duration timeout;
    private final long begin = System.nanoTime();
    private long stepsSeen = -1;
    private long stepsSeenAt = begin;

    Watch(Duration timeout) {
      this.timeout = timeout;
    }

    void look() {
      var simulator = thread.simulator;
      long now = System.nanoTime();
      long steps = simulator == null ? 0 : simulator.steps();
      if (steps != stepsSeen) {
        stepsSeen = steps;
        stepsSeenAt = now;
      }
      var stalled = Duration.ofNanos(now - stepsSeenAt);
      boolean late = now - begin > timeout.toNanos();
      if (late || stalled.compareTo(STALL) > 0) {
        thread.givenUp = true;
        throw WatchReport.of(
            thread, simulator, late ? timeout : stalled, stalled.toMillis() > 2 * LOOK_MILLIS);
      }
    }
  }

  /// The JDK starts threads of its own at the first socket operation of a virtual thread; inside a
  /// simulation they would inherit its scheduler and die with it.
  private static final class Warm {
    static {
      try {
        Thread.ofVirtual().start(new FirstSocketUse()).join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    static void up() {}
  }

  // A class of its own, not a lambda of Warm's: that would wait for Warm to be initialised, which
  // waits for it.
  private static final class FirstSocketUse implements Runnable {
    @Override
    public void run() {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        socket.setSoTimeout(1);
        socket.accept().close();
      } catch (java.io.IOException expected) {
        // The time-out is all that was wanted.
      }
    }
  }
}
