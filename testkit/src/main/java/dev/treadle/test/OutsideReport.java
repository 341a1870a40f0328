package dev.treadle.test;

import java.util.concurrent.ForkJoinPool;

/// Words for what a hermetic simulation has to do with threads outside it.
final class OutsideReport {

  private OutsideReport() {}

  static SimulationFailure wakeUp(String outside, String inside) {
    return new SimulationFailure(
        SimulationFailure.Kind.OUTSIDE,
        "thread '%s' outside the simulation woke '%s' inside it, at a moment that differs from run to run; "
                .formatted(outside, inside)
            + "do that work on virtual threads started inside the test, replace it by a fake,"
            + " or allow it with hermetic = false");
  }

  static SimulationFailure start(Thread thread) {
    return outside(
        "platform thread '%s' was started inside a hermetic simulation: it runs outside, at its own speed"
            .formatted(thread.getName()));
  }

  static SimulationFailure work(ForkJoinPool pool) {
    return outside(
        "work was handed to %s inside a hermetic simulation: it runs outside, at its own speed"
            .formatted(
                pool == ForkJoinPool.commonPool()
                    ? "the common pool (ForkJoinTask.fork, a parallel stream)"
                    : "a ForkJoinPool"));
  }

  private static SimulationFailure outside(String what) {
    return new SimulationFailure(
        SimulationFailure.Kind.OUTSIDE,
        what
            + "; use virtual threads (Executors.newScheduledThreadPool(1, Thread.ofVirtual().factory()) works),"
            + " a fake, or hermetic = false");
  }
}
