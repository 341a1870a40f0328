package dev.treadle.benchmarks.simulation;

import dev.treadle.test.Simulation;
import java.time.Duration;
import java.util.Arrays;

/// [Sleepers] as ordinary threads in a simulation.
final class TreadleSleepers {

  private TreadleSleepers() {}

  public static void main(String[] words) {
    long start = System.nanoTime();
    var passed = new Duration[1];
    Simulation.run(_ -> passed[0] = virtualTime());
    Sleepers.report(start, passed[0]);
  }

  private static Duration virtualTime() throws InterruptedException {
    long start = System.nanoTime();
    var bodies = new Runnable[Sleepers.TASKS];
    Arrays.fill(bodies, (Runnable) TreadleSleepers::sleep);
    Threads.runAll(Thread.ofVirtual().factory(), bodies);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void sleep() {
    try {
      for (int i = 0; i < Sleepers.SLEEPS; i++) {
        Thread.sleep(Sleepers.SLEEP);
      }
    } catch (InterruptedException unexpected) {
      throw new AssertionError("expected no interrupt, got one", unexpected);
    }
  }
}
