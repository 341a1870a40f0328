package dev.treadle.benchmarks.seam;

import dev.treadle.seam.World;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A timer that is armed and cancelled before it is due, as one around nearly every call is.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimerBenchmark {

  private static final long DELAY = TimeUnit.SECONDS.toNanos(30);

  private final ForkJoinPool pool = ForkJoinPool.commonPool();
  private final ScheduledThreadPoolExecutor executor = executor();

  /// Through the seam.
  @Benchmark
  public boolean seam() {
    return World.current().schedule(DELAY, TimerBenchmark::nothing).cancel();
  }

  /// The timers that came with JDK 25.
  @Benchmark
  public boolean forkJoinPool() {
    return pool.schedule(TimerBenchmark::nothing, DELAY, TimeUnit.NANOSECONDS).cancel(false);
  }

  /// The timers everybody knows, told to let go of what is cancelled, as the others do.
  @Benchmark
  public boolean scheduledThreadPool() {
    return executor.schedule(TimerBenchmark::nothing, DELAY, TimeUnit.NANOSECONDS).cancel(false);
  }

  private static void nothing() {}

  private static ScheduledThreadPoolExecutor executor() {
    var executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
