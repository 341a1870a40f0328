package dev.treadle.benchmarks.flows;

import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.flows.Elements.Arrivals;
import java.util.Map;

/// The JDK's streams: no tasks, no waiting.
final class Streams {

  private Streams() {}

  public static void main(String[] words) throws Exception {
    Work.report(words, works());
  }

  static Map<Work, Operations> works() {
    return Map.of(Work.MAPPED, Streams::mapped);
  }

  private static long mapped(int count) {
    var arrivals = new Arrivals(Elements.STAGES);
    Elements.ints(count).stream()
        .map(i -> i + 1)
        .map(i -> i + 1)
        .map(i -> i + 1)
        .map(i -> i + 1)
        .map(i -> i + 1)
        .forEachOrdered(arrivals::accept);
    return arrivals.count();
  }
}
