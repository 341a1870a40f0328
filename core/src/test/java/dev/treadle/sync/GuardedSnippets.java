package dev.treadle.sync;

import static dev.treadle.Treadle.gather;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.util.HashMap;
import java.util.Map;

/// The example of [Guarded].
class GuardedSnippets {

  // @start region="stock"
  private final Guarded<Map<String, Integer>> stock = Guarded.of("stock", new HashMap<>());

  boolean take(String item) {
    return stock.call(pieces -> {
      int left = pieces.getOrDefault(item, 0);
      if (left > 0) {
        pieces.put(item, left - 1);
      }
      return left > 0;
    });
  }

  void add(String item) {
    stock.run(pieces -> pieces.merge(item, 1, Integer::sum));
  }

  void takeAsSoonAsThereIsOne(String item) {
    stock.runWhen(
        pieces -> pieces.getOrDefault(item, 0) > 0, pieces -> pieces.merge(item, -1, Integer::sum));
  }

  // @end region="stock"

  @TreadleTest(explore = 2000, racePoints = "java.util.HashMap")
  void theLastPieceIsSoldOnce() {
    add("teapot");

    assertThat(gather(() -> take("teapot"), () -> take("teapot"))).containsOnlyOnce(true);
  }

  @TreadleTest(explore = 2000)
  void whoCanWaitGetsThePieceThatComes() {
    TaskGroup.run(group -> {
      group.start(() -> takeAsSoonAsThereIsOne("teapot"));
      group.start(() -> add("teapot"));
    });

    assertThat(stock.<Integer, RuntimeException>call(pieces -> pieces.getOrDefault("teapot", -1)))
        .isZero();
  }
}
