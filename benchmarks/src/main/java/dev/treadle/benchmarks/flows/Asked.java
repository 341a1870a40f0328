package dev.treadle.benchmarks.flows;

import dev.treadle.benchmarks.Contenders;
import dev.treadle.benchmarks.Parallelism;
import dev.treadle.benchmarks.Side;
import java.util.stream.Stream;

/// A work that contenders are asked for, each in a process of its own.
///
/// @param parallelism how many processors tasks run on
/// @param work what they do
/// @param count how many operations make a round
record Asked(Parallelism parallelism, Work work, int count) {

  static final String AREA = "flows";

  Side treadle() {
    return java("Treadle", TreadleFlows.class);
  }

  /// @param first what the program is told before the rest
  Side java(String name, Class<?> program, String... first) {
    var words =
        Stream.concat(Stream.of(first), Stream.of(Integer.toString(count), work.name()))
            .toArray(String[]::new);
    return Contenders.of(AREA, parallelism, words).java(name, program);
  }

  Side go() {
    return contenders().go();
  }

  Side asyncio() {
    return contenders().python("asyncio", "asyncio.timeouts", "asyncio_flows.py");
  }

  private Contenders contenders() {
    return Contenders.of(AREA, parallelism, Integer.toString(count), work.name());
  }
}
