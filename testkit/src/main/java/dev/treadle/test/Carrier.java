package dev.treadle.test;

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

  private static final FutureTask<?> STOP = new FutureTask<>(() -> null);

  // Two looks further apart than this: the JVM itself stood still, under a debugger perhaps.
  private static final long PAUSE_NANOS = 1_000_000_000L;

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
    FirstSocketUse.ensure(); // else the JDK's pollers would be born inside, and die with the test
    InheritanceProbe.check();
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
    try {
      while (true) {
        try {
          return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          watch.look();
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    } finally {
      // Whatever else ended the wait, an interrupt for one: nobody will look any more.
      thread.givenUp = !task.isDone();
    }
  }

  @Override
  public void close() {
    commands.add(STOP);
  }

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
    private long begin = System.nanoTime();
    private long lookedAt = begin;
    private long progressAt = begin;
    private @Nullable Simulator simulatorSeen;
    private long stepsSeen;

    Watch(Duration timeout) {
      this.timeout = timeout;
    }

    void look() {
      long now = System.nanoTime();
      if (now - lookedAt > PAUSE_NANOS) {
        begin += now - lookedAt;
        progressAt += now - lookedAt;
      }
      lookedAt = now;
      var simulator = thread.simulator;
      if (isMoving(simulator)) {
        progressAt = now;
      }
      var still = Duration.ofNanos(now - progressAt);
      if (now - begin > timeout.toNanos() || still.compareTo(STALL) > 0) {
        throw WatchReport.of(
            thread, simulator, still.toMillis() > 2 * LOOK_MILLIS ? still : null, timeout);
      }
    }

    /// A simulation in which no thread is mounted waits for the outside, as it was allowed to.
    private boolean isMoving(@Nullable Simulator simulator) {
      if (simulator != null
          && simulator == simulatorSeen
          && simulator.steps() == stepsSeen
          && simulator.current() != null) {
        return false;
      }
      simulatorSeen = simulator;
      stepsSeen = simulator == null ? 0 : simulator.steps();
      return true;
    }
  }
}
