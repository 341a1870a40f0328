package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.gatherOutcomes;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Outcome;
import dev.treadle.TaskFailedException;
import dev.treadle.Treadle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Some fail: take what there is, or take all or nothing.
final class PartialFailure {

  static final List<Integer> IDS = List.of(1, 2, 3, 4, 5, 6);

  private PartialFailure() {}

  // @start region="program"
  static String load(int id) throws IOException {
    sleep(Duration.ofMillis(50L * id));
    if (id % 3 == 0) {
      throw new IOException("item " + id + " is broken");
    }
    return "item " + id;
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      for (var outcome : gatherOutcomes(IDS, id -> load(id))) {
        show.line(
            switch (outcome) {
              case Outcome.Success(var item) -> "got " + item;
              case Outcome.Failure(var failure) -> "failed: " + failure.getMessage();
              case Outcome.Cancelled(var origin) -> "cancelled: " + origin.reason();
            });
      }
      try {
        gather(IDS, id -> load(id)); // the first failure cancels the others
      } catch (TaskFailedException failed) {
        show.line("all or nothing: " + failed.getMessage());
      }
    });
  }
  // @end region="program"
}
