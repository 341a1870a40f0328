package dev.treadle.benchmarks.core;

import com.sun.management.OperatingSystemMXBean;
import dev.treadle.benchmarks.Measuring;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/// Runs a workload as a whole, again and again, each time from within a fresh virtual thread.
final class Rounds {

  private static final int LEAST_ROUNDS = 3;

  private final Operations operations;
  private final int count;

  Rounds(Operations operations, int count) {
    this.operations = operations;
    this.count = count;
  }

  int count() {
    return count;
  }

  /// Returns the median of rounds in two thirds of this process's time; the first third warms up.
  double median(Round round) throws Exception {
    var time = Measuring.ordered().time();
    values(round, time.dividedBy(3), 1);
    var values = values(round, time.multipliedBy(2).dividedBy(3), LEAST_ROUNDS);
    values.sort(null);
    return values.get(values.size() / 2);
  }

  double nanosPerOperation() throws Exception {
    return nanos() / count;
  }

  double overshootMillis() throws Exception {
    return (nanos() - Workload.NEAR.toNanos()) / 1e6;
  }

  double cpuMicrosPerOperation() throws Exception {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long start = system.getProcessCpuTime();
    nanos();
    return (system.getProcessCpuTime() - start) / 1e3 / count;
  }

  /// Starts one round.
  FutureTask<Long> start() {
    var round = new FutureTask<>(() -> operations.run(count));
    Thread.startVirtualThread(round);
    return round;
  }

  private List<Double> values(Round round, Duration howLong, int atLeast) throws Exception {
    var values = new ArrayList<Double>();
    long end = System.nanoTime() + howLong.toNanos();
    do {
      values.add(round.of(this));
    } while (System.nanoTime() < end || values.size() < atLeast);
    return values;
  }

  private double nanos() throws Exception {
    long start = System.nanoTime();
    long done = start().get();
    long elapsed = System.nanoTime() - start;
    if (done != count) {
      throw new AssertionError("expected " + count + " operations to be done, got " + done);
    }
    return elapsed;
  }

  /// Measures one round.
  @FunctionalInterface
  interface Round {
    double of(Rounds rounds) throws Exception;
  }
}
