package dev.treadle.benchmarks.seam;

import dev.treadle.seam.Fault;
import dev.treadle.seam.World;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// Each call through the seam beside what it stands for.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SeamBenchmark {

  /// The clock through the seam.
  @Benchmark
  public long seamClock() {
    return World.current().nanoTime();
  }

  /// The clock itself.
  @Benchmark
  public long plainClock() {
    return System.nanoTime();
  }

  /// A fault point, which never fires here.
  @Benchmark
  public boolean seamFault() {
    return Fault.point("benchmark.never");
  }

  /// What is left of a fault point if it folds away.
  @Benchmark
  public boolean plainFault() {
    return never();
  }

  private static boolean never() {
    return false;
  }
}
