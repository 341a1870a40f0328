package dev.treadle.benchmarks.flows;

import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.flows.Elements.Arrivals;
import io.smallrye.mutiny.Multi;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/// Mutiny's reactive streams: a callback for each element, on an executor with as many threads as
/// virtual threads have carriers.
final class MutinyStages {

  private static final Executor THREADS =
      new ForkJoinPool(
          Integer.getInteger(
              "jdk.virtualThreadScheduler.parallelism",
              Runtime.getRuntime().availableProcessors()));

  private MutinyStages() {}

  public static void main(String[] words) throws Exception {
    Work.report(words, works());
  }

  static Map<Work, Operations> works() {
    return Map.of(Work.BUFFERED, MutinyStages::buffered);
  }

  private static long buffered(int count) {
    return Multi.createFrom()
        .iterable(Elements.ints(count))
        .runSubscriptionOn(THREADS)
        .map(i -> i + 1)
        .emitOn(THREADS, Elements.ROOM)
        .map(i -> i + 1)
        .emitOn(THREADS, Elements.ROOM)
        .map(i -> i + 1)
        .emitOn(THREADS, Elements.ROOM)
        .map(i -> i + 1)
        .emitOn(THREADS, Elements.ROOM)
        .map(i -> i + 1)
        .emitOn(THREADS, Elements.ROOM)
        .collect()
        .in(() -> new Arrivals(Elements.STAGES), Arrivals::accept)
        .await()
        .indefinitely()
        .count();
  }
}
