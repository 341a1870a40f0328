package dev.treadle.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.util.HashMap;
import java.util.Map;

/// The example of [Mutex], run as a test.
class MutexSnippets {

  // @start region="acquire"
  private final Mutex mutex = Mutex.create("accounts");
  private final Map<String, Integer> balances = new HashMap<>();

  void transfer(String from, String to, int amount) {
    try (var _ = mutex.acquire()) {
      balances.merge(from, -amount, Integer::sum);
      balances.merge(to, amount, Integer::sum);
    }
  }

  // @end region="acquire"

  @TreadleTest(
      explore = 5_000,
      racePoints = {"dev.treadle.sync.MutexSnippets", "java.util"})
  void nothingIsLostInATransfer() {
    TaskGroup.run(group -> {
      group.start(() -> transfer("ann", "bob", 10));
      group.start(() -> transfer("bob", "ann", 3));
      group.start(() -> transfer("ann", "bob", 5));
    });

    assertThat(balances).isEqualTo(Map.of("ann", -12, "bob", 12));
  }
}
