package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Contenders;
import dev.treadle.benchmarks.Parallelism;
import java.util.Collection;
import java.util.stream.Stream;

/// Every contender's way to answer the same rows, each in one process for all of them.
///
/// @param parallelism how many processors tasks run on
/// @param count how many operations make a round
/// @param slow the same for those whose operations take microseconds
/// @param rows what they are asked
record Peers(Parallelism parallelism, int count, int slow, Collection<String> rows) {

  private static final String AREA = "channels";

  Battery java(String name, Class<?> program, String... first) {
    return Battery.of(contenders(count, first).java(name, program));
  }

  Battery queue(String name, String which) {
    return java(name, BlockingQueues.class, which);
  }

  Battery jox() {
    return java("Jox", JoxChannels.class);
  }

  Battery kotlin() {
    return java("Kotlin Channel", CoroutineChannels.class);
  }

  Battery go() {
    return Battery.of(contenders(count).go());
  }

  Battery asyncio() {
    return Battery.of(
        contenders(slow).python("asyncio", "asyncio.timeouts", "asyncio_queues.py", "asyncio"));
  }

  Battery uvloop() {
    return Battery.of(contenders(slow).python("uvloop", "uvloop", "asyncio_queues.py", "uvloop"));
  }

  Battery trio() {
    return Battery.of(contenders(slow).python("trio", "trio", "trio_channels.py"));
  }

  private Contenders contenders(int operations, String... first) {
    var words =
        Stream.of(Stream.of(first), Stream.of(Integer.toString(operations)), rows.stream())
            .flatMap(part -> part)
            .toArray(String[]::new);
    return Contenders.of(AREA, parallelism, words);
  }
}
