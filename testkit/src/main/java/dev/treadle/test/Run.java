package dev.treadle.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One run of a simulation, on the carrier thread: phases on its main thread, then the end with its
/// checks.
final class Run {

  private static final AtomicInteger ABANDONED = new AtomicInteger();

  // How often threads may be resumed at the end before one that goes on is one that never stops.
  private static final long LAST_STEPS = 10_000;

  final Simulator simulator;
  private final MainThread main;
  private final List<Throwable> failures = new ArrayList<>();
  private boolean over;
  private long stepsAtEnd;
  private long nanosAtEnd;

  Run(SimulationSettings settings, long seed, Chooser chooser) {
    simulator = new Simulator(settings, seed, chooser);
    main = new MainThread(simulator.simulation);
    Carrier.runs(simulator);
  }

  /// Returns how many threads of failed runs could not be ended; they stay, parked, until the JVM
  /// ends.
  static int abandonedThreads() {
    return ABANDONED.get();
  }

  /// Runs one body to its end and returns its failure, or `null`.
  @Nullable Throwable phase(Simulation.Body body) {
    if (over) {
      throw new IllegalStateException("this simulation is over: it failed in an earlier phase");
    }
    boolean ended = false;
    try {
      main.begin(body);
      while (!main.isIdle()) {
        if (!simulator.advance(true)) {
          throw new SimulationFailure(
              SimulationFailure.Kind.DEADLOCK, StuckReport.of(simulator).write(deadlock()));
        }
      }
      ended = true;
    } catch (SimulationFailure stuck) {
      failures.addAll(simulator.uncaught());
      failures.add(stuck);
      return firstFailure();
    } finally {
      if (!ended) {
        abort();
      }
    }
    return main.takeFailure();
  }

  /// Ends the simulation and returns what is to be said against it: uncaught failures, leaks;
  /// `null` if nothing.
  @Nullable Throwable finish() {
    if (over) {
      return null;
    }
    try {
      if (main.isStarted()) {
        main.close();
      }
      settle();
    } catch (SimulationFailure stuck) {
      failures.add(stuck);
    } catch (SimulationAborted givenUp) {
      abort();
      throw givenUp;
    }
    failures.addAll(0, simulator.uncaught());
    var leaks = LeakReport.of(simulator);
    if (leaks != null) {
      failures.add(leaks);
    }
    abort();
    return firstFailure();
  }

  /// Runs everything a test that is one body needs; returns its failure or `null`.
  @Nullable Throwable execute(Simulation.Body body) {
    var failure = phase(body);
    if (failure != null && !over) {
      // What else went wrong explains more often than it distracts.
      addSuppressed(failure, simulator.uncaught());
      abort();
      return failure;
    }
    return failure != null ? failure : finish();
  }

  /// Ends every thread of the simulation without further questions.
  void abort() {
    if (!over) {
      over = true;
      stepsAtEnd = simulator.steps();
      nanosAtEnd = simulator.time.now();
      ABANDONED.addAndGet(simulator.abort());
    }
  }

  /// Returns whether it has ended, by a failure or as it should.
  boolean isOver() {
    return over;
  }

  /// Returns how many steps the test itself took, without those of the clearing up after it.
  long steps() {
    return over ? stepsAtEnd : simulator.steps();
  }

  /// Returns the virtual time at which the test ended.
  Duration elapsed() {
    return Duration.ofNanos(over ? nanosAtEnd : simulator.time.now());
  }

  /// Lets end what can end: at once first, then background threads, which are interrupted and given
  /// virtual time.
  private void settle() {
    while (simulator.advance(false)) {}
    simulator.interruptBackground();
    long limit = simulator.steps() + LAST_STEPS;
    while (simulator.hasBackground() && simulator.steps() < limit && simulator.advance(true)) {}
    while (simulator.advance(false)) {}
  }

  private String deadlock() {
    if (simulator.time.isAutojump() || !simulator.time.hasTimers()) {
      return "deadlock: every thread waits, and nothing inside the simulation can wake one"
          + " (if something outside should, set hermetic = false)";
    }
    return "deadlock: every thread waits, and the clock stands still because autojump is off:"
        + " advance it, or switch autojump on";
  }

  private @Nullable Throwable firstFailure() {
    if (failures.isEmpty()) {
      return null;
    }
    var first = failures.getFirst();
    addSuppressed(first, failures.subList(1, failures.size()));
    return first;
  }

  private static void addSuppressed(Throwable failure, List<Throwable> others) {
    for (var other : others) {
      if (other != failure && other != failure.getCause()) {
        failure.addSuppressed(other);
      }
    }
  }
}
