package dev.treadle.benchmarks.flows;

import dev.treadle.Treadle;
import dev.treadle.benchmarks.Measuring;
import dev.treadle.benchmarks.Rounds;
import dev.treadle.benchmarks.flows.Elements.Arrivals;
import dev.treadle.flow.Flow;
import java.time.Duration;

/// What batches add to an element: how much longer a flow with them takes than the same without.
///
/// They bring a task that works beside the consumer, which may make up for all that they cost.
final class Batching {

  private static final int SIZE = 1000;
  private static final Duration MAX_WAIT = Duration.ofMillis(10);

  /// An answer is above zero.
  private static final double LEAST_NANOS = 0.01;

  private Batching() {}

  public static void main(String[] words) throws Exception {
    int count = Integer.parseInt(words[0]);
    var with = new Rounds(Batching::batched, count);
    var without = new Rounds(Batching::single, count);
    var added =
        with.median(
            Measuring.ordered().time(),
            _ -> with.nanosPerOperation() - without.nanosPerOperation());
    Measuring.report(Math.max(LEAST_NANOS, added));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  static long batched(int count) {
    return Treadle.run(() -> {
      var arrivals = new Arrivals(1);
      elements(count).batch(SIZE, MAX_WAIT).forEach(batch -> batch.forEach(arrivals::accept));
      return arrivals.count();
    });
  }

  static long single(int count) {
    return Treadle.run(() -> {
      var arrivals = new Arrivals(1);
      elements(count).forEach(arrivals::accept);
      return arrivals.count();
    });
  }

  private static Flow<Integer> elements(int count) {
    return Flow.from(Elements.ints(count)).map(i -> i + 1);
  }
}
