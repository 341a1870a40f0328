package dev.treadle.test;

import dev.treadle.test.agent.Hook;
import dev.treadle.test.agent.RacePoints;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a simulation answers to rewritten code, and hears from it: the other end of [Hook].
final class HookAnswers {

  private static final int PURPOSE_INITIALIZERS = 4;
  private static final AtomicLong SIMULATIONS = new AtomicLong();

  private final Simulator simulator;
  private final SeededRandom initializerRandom;
  private final RacePoints racePoints;
  private long lastThreadId = SIMULATIONS.incrementAndGet() << 32; // beyond what the JVM counts to

  HookAnswers(Simulator simulator) {
    this.simulator = simulator;
    this.initializerRandom = SeededRandom.of(simulator.seed, PURPOSE_INITIALIZERS);
    this.racePoints = RacePoints.in(simulator.settings.racePoints());
  }

  long answer(int operation) {
    switch (operation) {
      case Hook.NANO_TIME -> {
        return simulator.time.nanoTime();
      }
      case Hook.EPOCH_NANOS -> {
        return simulator.time.epochNanos();
      }
      case Hook.RANDOM -> {
        return draw();
      }
      case Hook.THREAD_ID -> {
        return ++lastThreadId;
      }
      case Hook.SWITCH_POINT -> simulator.switchPoint();
      case Hook.UNPARKED -> simulator.endIfAborting();
      case Hook.INITIALIZING -> initializing(1);
      case Hook.INITIALIZED -> initializing(-1);
      default -> {
        if (racePoints.include(operation - Hook.RACE_POINT)) {
          simulator.switchPoint();
        }
      }
    }
    return 0;
  }

  /// Hears what the running thread does to an object.
  void hear(int operation, @Nullable Object what) {
    switch (operation) {
      case Hook.WAITS_ON -> waitsOn(what);
      case Hook.STARTS, Hook.HANDS_WORK_TO -> simulator.goesOutside(outsideReport(what));
      case Hook.DIES_OF -> simulator.addUncaught((Throwable) Objects.requireNonNull(what));
      default -> throw new IllegalArgumentException("unknown hook operation " + operation);
    }
  }

  private static SimulationFailure outsideReport(@Nullable Object where) {
    return where instanceof Thread thread
        ? OutsideReport.start(thread)
        : OutsideReport.work((ForkJoinPool) Objects.requireNonNull(where));
  }

  /// Notes which monitor the running thread waits on, `null` for none.
  private void waitsOn(@Nullable Object monitor) {
    var current = simulator.current();
    if (current != null) {
      current.monitor = monitor;
    }
  }

  /// A class is initialised in one run and not in the next: what it draws must not be missing
  /// there.
  private long draw() {
    var current = simulator.current();
    boolean initializes = current != null && current.initializing > 0;
    return (initializes ? initializerRandom : simulator.random).next();
  }

  private void initializing(int change) {
    var current = simulator.current();
    if (current != null) {
      current.initializing += change;
    }
  }
}
