package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;

import dev.treadle.Action;
import dev.treadle.Treadle;
import dev.treadle.sync.Guarded;

/// Pitfall: state that is safe only if one thread runs all tasks. Here several do.
final class SharedState {

  static final int VISITS = 200_000;

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
      twice(counter::visit);
      show.line("of " + 2 * VISITS + " visits, lost: " + (2 * VISITS - counter.visits()));

      var safe = new SafeCounter();
      twice(safe::visit);
      show.line("of " + 2 * VISITS + " visits, lost: " + (2 * VISITS - safe.visits()));
    });
  }

  // @end region="program"

  /// Two tasks, each of which does it many times.
  private static void twice(Action<RuntimeException> visit) {
    Action<RuntimeException> visits =
        () -> {
          for (int i = 0; i < VISITS; i++) {
            visit.run();
          }
        };
    gather(visits, visits);
  }
}
