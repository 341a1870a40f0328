package dev.treadle.examples.patterns;

import java.time.Duration;
import java.util.function.Consumer;

/// The processors of a machine. A simulation has none: tests put another machine here.
///
/// @param carriers how many virtual threads can run at a time
/// @param computing what computes for so long and never waits
record Machine(int carriers, Consumer<Duration> computing) {

  /// The one on which the JVM runs.
  static final Machine REAL =
      new Machine(
          Integer.getInteger(
              "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors()),
          Machine::spin);

  private static volatile Machine current = REAL;

  static Machine current() {
    return current;
  }

  static void use(Machine machine) {
    current = machine;
  }

  /// Stands for parsing, hashing, drawing.
  void compute(Duration time) {
    computing.accept(time);
  }

  private static void spin(Duration time) {
    long start = System.nanoTime();
    long nanos = time.toNanos();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }
}
