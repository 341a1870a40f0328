package dev.treadle.benchmarks;

/// A side that is one `@Benchmark` method of JMH, in a fork of its own each round.
public final class JmhBenchmark {

  private JmhBenchmark() {}

  /// Returns the side of one method; its unit and direction are those that the class asks JMH for.
  public static JavaProgram of(String name, Class<?> benchmarks, String method) {
    return JavaProgram.of(name, JmhProgram.class)
        .withArguments(benchmarks.getName().replace('$', '.') + "." + method);
  }
}
