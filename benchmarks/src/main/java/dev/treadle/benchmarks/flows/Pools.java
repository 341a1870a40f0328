package dev.treadle.benchmarks.flows;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.benchmarks.Measuring;
import dev.treadle.benchmarks.Operations;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Pools of ten items. Those who want one are tasks of Treadle's, whosever the pool is, so that the
/// pools only differ.
final class Pools {

  /// Where a task has to wait for its turn about a hundred times as long as its own turn takes.
  private static final int TASKS = 1000;

  private static final Duration HELD = Duration.ofMillis(1);
  private static final Duration LEAST = Duration.ofSeconds(1);

  private Pools() {}

  /// The pool's name, then what [Work] takes.
  public static void main(String[] words) throws Exception {
    Work.report(Arrays.copyOfRange(words, 1, words.length), works(Lender.named(words[0])));
  }

  static Map<Work, Operations> works(Lender lender) {
    return Map.of(Work.POOLED, count -> Treadle.run(() -> uncontended(lender, count)));
  }

  private static long uncontended(Lender lender, int count) throws Exception {
    long lent = 0;
    for (int i = 0; i < count; i++) {
      try (var _ = lender.borrow()) {
        lent++;
      }
    }
    return lent;
  }

  /// How much longer than others the unlucky wait.
  static final class Crowded {

    private Crowded() {}

    /// The pool's name; answers how many times the 99th percentile of the waits has room in twice
    /// their mean.
    public static void main(String[] words) throws Exception {
      var time = Measuring.ordered().time();
      var waits = waits(Lender.named(words[0]), time.compareTo(LEAST) < 0 ? LEAST : time);
      double mean = waits.stream().mapToLong(Long::longValue).average().orElseThrow();
      Measuring.report(2 * mean / waits.get((waits.size() * 99 + 99) / 100 - 1));
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }

    /// Returns the nanoseconds of all waits that ended in the last two thirds of a time, in
    /// ascending order.
    static List<Long> waits(Lender lender, Duration time) throws Exception {
      long start = System.nanoTime();
      long warm = start + time.dividedBy(3).toNanos();
      long end = start + time.toNanos();
      var waits = new ConcurrentLinkedQueue<Long>();
      TaskGroup.run(group -> {
        for (int i = 0; i < TASKS; i++) {
          group.start(() -> {
            do {
              long asked = System.nanoTime();
              try (var _ = lender.borrow()) {
                long got = System.nanoTime();
                if (got >= warm) {
                  waits.add(got - asked);
                }
                Treadle.sleep(HELD);
              }
            } while (System.nanoTime() < end);
          });
        }
      });
      return waits.stream().sorted().toList();
    }
  }
}
