package dev.treadle.retry;

import dev.treadle.internal.Arguments;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// The state of a breaker in one world.
///
/// It goes from phase to phase by exchanging the phase as a whole. A call reports to the phase that
/// let it through; if that is over, nobody listens any more, so that a late answer says nothing
/// about the present.
final class Circuit {

  /// What is true until the next change.
  sealed interface Phase permits Closed, Open, Trial {}

  /// Calls are let through, and watched.
  static final class Closed implements Phase {
    private final FailureWindow window;
    private final AtomicInteger inARow = new AtomicInteger();

    Closed(FailureWindow window) {
      this.window = window;
    }
  }

  /// No call is let through until then.
  record Open(int times, long pauseNanos, long untilNanos, String reason) implements Phase {}

  /// Some calls are let through.
  static final class Trial implements Phase {
    private final Open before;
    private final AtomicInteger left;
    private final AtomicInteger missing;

    /// If the trial is not decided by then, there is a new one: its calls may be hanging.
    private final long untilNanos;

    Trial(Open before, int calls, long untilNanos) {
      this.before = before;
      this.left = new AtomicInteger(calls);
      this.missing = new AtomicInteger(calls);
      this.untilNanos = untilNanos;
    }

    private boolean tryEnter() {
      while (true) {
        int present = left.get();
        if (present == 0 || left.compareAndSet(present, present - 1)) {
          return present > 0;
        }
      }
    }
  }

  final World world;
  private final CircuitBreaker breaker;
  private final CircuitBreakerSettings settings;
  private final AtomicReference<Phase> phase;

  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder opened = new LongAdder();

  Circuit(CircuitBreaker breaker, CircuitBreakerSettings settings, World world) {
    this.breaker = breaker;
    this.settings = settings;
    this.world = world;
    this.phase = new AtomicReference<>(closed());
  }

  private Closed closed() {
    return new Closed(new FailureWindow(world, settings.window()));
  }

  // --- Before a call

  /// Lets a call through, or not. Returns the phase to report to.
  ///
  /// @throws CircuitOpenException if it does not
  Phase enter() {
    while (true) {
      var now = phase.get();
      switch (now) {
        case Closed closed -> {
          return closed;
        }
        case Trial trial when trial.tryEnter() -> {
          return trial;
        }
        case Trial trial -> tryAnew(trial, trial.before, trial.untilNanos);
        case Open open -> tryAnew(open, open, open.untilNanos);
      }
    }
  }

  private void tryAnew(Phase now, Open open, long untilNanos) {
    long nanos = world.nanoTime();
    if (untilNanos - nanos > 0) {
      reject(now, open, untilNanos - nanos);
    }
    var next = new Trial(open, settings.trials(), nanos + open.pauseNanos);
    if (phase.compareAndSet(now, next) && now == open) {
      breaker.changed(
          CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN, "its pause is over");
    }
  }

  private void reject(Phase now, Open open, long nanos) {
    rejected.increment();
    boolean trial = now instanceof Trial;
    throw new CircuitOpenException(
        breaker
            + (trial
                ? " is half open, and as many calls as it lets through are under way: "
                : " is open for another " + Duration.ofNanos(nanos) + ": ")
            + open.reason,
        trial ? Duration.ZERO : Duration.ofNanos(nanos));
  }

  // --- After a call

  void succeeded(Phase during) {
    succeeded.increment();
    switch (during) {
      case Closed closed -> {
        closed.window.add(false);
        if (closed.inARow.get() != 0) {
          closed.inARow.set(0);
        }
      }
      case Trial trial -> {
        if (trial.missing.decrementAndGet() == 0 && phase.compareAndSet(trial, closed())) {
          breaker.changed(
              CircuitBreaker.State.HALF_OPEN,
              CircuitBreaker.State.CLOSED,
              "all " + settings.trials() + " calls of a trial succeeded");
        }
      }
      case Open _ -> {}
    }
  }

  void failed(Phase during, Exception failure) {
    failed.increment();
    switch (during) {
      case Closed closed -> {
        closed.window.add(true);
        int inARow = closed.inARow.incrementAndGet();
        var sum = closed.window.sum();
        if (inARow >= settings.consecutiveFailures()) {
          open(
              closed,
              1,
              (inARow == 1 ? "a call" : inARow + " calls in a row") + " failed",
              failure);
        } else if (sum.calls() >= settings.minimumCalls()
            && sum.failures() >= settings.failureRate() * sum.calls()) {
          open(
              closed, 1, sum.failures() + " of the last " + sum.calls() + " calls failed", failure);
        }
      }
      case Trial trial -> open(trial, trial.before.times + 1, "a call of a trial failed", failure);
      case Open _ -> {}
    }
  }

  /// The call says nothing about the service: it was cancelled, or failed in a way that does not
  /// count. In a trial another one is let through instead.
  void ignored(Phase during) {
    ignored.increment();
    if (during instanceof Trial trial) {
      trial.left.incrementAndGet();
    }
  }

  private void open(Phase now, int times, String what, Exception failure) {
    var reason = what + ", the last one with " + failure;
    long pause = pause(times, failure);
    var next = new Open(times, pause, world.nanoTime() + pause, reason);
    if (phase.compareAndSet(now, next)) {
      opened.increment();
      breaker.changed(state(now), CircuitBreaker.State.OPEN, reason);
    }
  }

  private long pause(int times, Exception failure) {
    // Half of what there is: differences must not overflow.
    return Math.min(Arguments.nanos(settings.pause().delay(times, failure)), Long.MAX_VALUE / 2);
  }

  // --- Looking

  CircuitBreaker.State state() {
    return state(phase.get());
  }

  private static CircuitBreaker.State state(Phase phase) {
    return switch (phase) {
      case Closed _ -> CircuitBreaker.State.CLOSED;
      case Open _ -> CircuitBreaker.State.OPEN;
      case Trial _ -> CircuitBreaker.State.HALF_OPEN;
    };
  }

  void reset() {
    var before = phase.getAndSet(closed());
    if (!(before instanceof Closed)) {
      breaker.changed(state(before), CircuitBreaker.State.CLOSED, "reset() was called");
    }
  }

  CircuitBreaker.Statistics statistics() {
    var now = phase.get();
    var window = now instanceof Closed closed ? closed.window.sum() : new FailureWindow.Sum(0, 0);
    return new CircuitBreaker.Statistics(
        state(now),
        window.calls(),
        window.failures(),
        succeeded.sum(),
        failed.sum(),
        ignored.sum(),
        rejected.sum(),
        opened.sum());
  }
}
