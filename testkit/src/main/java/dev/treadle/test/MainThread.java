package dev.treadle.test;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The simulated thread on which fixtures and test method run, one after the other.
///
/// It is the same thread for all of them, so that a `ThreadLocal` set in `@BeforeEach` is there in
/// the test.
final class MainThread {

  private final Simulation simulation;
  private @Nullable Thread thread;
  private Simulation.@Nullable Body next;
  private @Nullable Throwable failure;
  private boolean idle = true;
  private boolean closed;

  MainThread(Simulation simulation) {
    this.simulation = simulation;
  }

  /// Hands over what to run; the simulator must then be advanced until [#isIdle()].
  void begin(Simulation.Body body) {
    next = body;
    idle = false;
    if (thread == null) {
      thread = simulation.simulator().virtualThreads().name("main").start(this::run);
    } else {
      LockSupport.unpark(thread);
    }
  }

  boolean isIdle() {
    return idle;
  }

  boolean isStarted() {
    return thread != null;
  }

  /// Returns what the last body threw, once.
  @Nullable Throwable takeFailure() {
    var taken = failure;
    failure = null;
    return taken;
  }

  /// Lets the thread end.
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      var body = next;
      if (body == null) {
        LockSupport.park(this);
        // An interrupt left over from a body must not turn this into a busy loop, nor reach the
        // next body.
        if (idle) {
          Thread.interrupted();
        }
        continue;
      }
      next = null;
      try {
        body.run(simulation);
      } catch (SimulationAborted end) {
        return;
      } catch (Throwable thrown) {
        failure = Failures.unwrapped(thrown);
      } finally {
        idle = true;
      }
    }
  }
}
