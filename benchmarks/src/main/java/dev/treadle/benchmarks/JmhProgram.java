package dev.treadle.benchmarks;

import java.time.Duration;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Hosts JMH for one benchmark method and one fork.
///
/// JMH sits in a process of its own, not in the runner's: its fork inherits this one's class path,
/// from which a side may have left jars off.
final class JmhProgram {

  private static final int WARMUPS = 2;
  private static final int MEASUREMENTS = 3;

  private JmhProgram() {}

  public static void main(String[] words) throws RunnerException {
    var each = Measuring.ordered().time().dividedBy(WARMUPS + MEASUREMENTS);
    var result = new Runner(options(words[0], each)).runSingle();
    Measuring.report(result.getPrimaryResult().getScore());
  }

  private static org.openjdk.jmh.runner.options.Options options(String method, Duration iteration) {
    var time = TimeValue.nanoseconds(iteration.toNanos());
    return new OptionsBuilder()
        .include("^" + Pattern.quote(method) + "$")
        .forks(1)
        .warmupIterations(WARMUPS)
        .warmupTime(time)
        .measurementIterations(MEASUREMENTS)
        .measurementTime(time)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }
}
