package dev.treadle.benchmarks.flows;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.flows.Elements.Arrivals;
import dev.treadle.channel.Channel;
import dev.treadle.flow.Flow;
import java.util.Map;
import java.util.function.Supplier;

/// Treadle's flows, and its channels to compare generators with.
final class TreadleFlows {

  private TreadleFlows() {}

  public static void main(String[] words) throws Exception {
    Work.report(words, works());
  }

  static Map<Work, Operations> works() {
    return Map.of(
        Work.BUFFERED, count -> arrivals(Elements.STAGES, () -> buffered(count)),
        Work.MAPPED, count -> arrivals(Elements.STAGES, () -> mapped(count)),
        Work.CONCURRENT, count -> arrivals(0, () -> concurrent(count)),
        Work.GENERATED, count -> arrivals(0, () -> generated(count)),
        Work.SENT, count -> Treadle.run(() -> sent(count)));
  }

  private static long arrivals(int stages, Supplier<Flow<Integer>> flow) {
    return Treadle.run(() -> {
      var arrivals = new Arrivals(stages);
      flow.get().forEach(arrivals::accept);
      return arrivals.count();
    });
  }

  private static Flow<Integer> buffered(int count) {
    return Flow.from(Elements.ints(count))
        .map(i -> i + 1)
        .buffer(Elements.ROOM)
        .map(i -> i + 1)
        .buffer(Elements.ROOM)
        .map(i -> i + 1)
        .buffer(Elements.ROOM)
        .map(i -> i + 1)
        .buffer(Elements.ROOM)
        .map(i -> i + 1)
        .buffer(Elements.ROOM);
  }

  private static Flow<Integer> mapped(int count) {
    return Flow.from(Elements.ints(count))
        .map(i -> i + 1)
        .map(i -> i + 1)
        .map(i -> i + 1)
        .map(i -> i + 1)
        .map(i -> i + 1);
  }

  private static Flow<Integer> concurrent(int count) {
    return Flow.from(Elements.ints(count))
        .mapConcurrent(
            Elements.LIMIT,
            element -> {
              Thread.yield();
              return element;
            });
  }

  private static Flow<Integer> generated(int count) {
    return Flow.generate(emit -> Elements.ints(count).forEach(emit));
  }

  private static long sent(int count) {
    var channel = Channel.<Integer>rendezvous();
    var arrivals = new Arrivals(0);
    TaskGroup.run(group -> {
      group.start(() -> Elements.ints(count).forEach(channel::send));
      for (int i = 0; i < count; i++) {
        arrivals.accept(channel.receive());
      }
    });
    return arrivals.count();
  }
}
