package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;

import dev.treadle.Action;
import dev.treadle.Treadle;
import dev.treadle.sync.Guarded;

/// Pitfall: state that is safe only if one thread runs all tasks. Here several do.
final class SharedState {

  private SharedState() {}

  // @start region="program"
  /// In asyncio this is correct: nothing else runs between two awaits.
  static final class Counter {

    private int visits;

    void visit() {
      int before = visits;
      visits = before + 1; // here another task may have counted meanwhile
    }

    int visits() {
      return visits;
    }
  }

  static final class SafeCounter {

    private final Guarded<Counter> counter = Guarded.of("visits", new Counter());

    void visit() {
      counter.run(Counter::visit);
    }

    int visits() {
      return counter.call(Counter::visits);
    }
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      var counter = new Counter();
      twice(10_000_000, counter::visit);
      show.line("of 20000000 visits, lost: " + (20_000_000 - counter.visits()));

      var safe = new SafeCounter();
      twice(100_000, safe::visit);
      show.line("of 200000 visits, lost: " + (200_000 - safe.visits()));
    });
  }

  // @end region="program"

  /// Two tasks, each of which does it so many times.
  private static void twice(int times, Action<RuntimeException> visit) {
    Action<RuntimeException> visits =
        () -> {
          for (int i = 0; i < times; i++) {
            visit.run();
          }
        };
    gather(visits, visits);
  }
}
