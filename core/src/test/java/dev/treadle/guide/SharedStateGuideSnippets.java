package dev.treadle.guide;

import static dev.treadle.Treadle.gather;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.ChildJvm;
import dev.treadle.TaskGroup;
import dev.treadle.sync.Guarded;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// The examples of docs/shared-state.md.
class SharedStateGuideSnippets {

  // @start region="wrong"
  static class Stock {

    private final Map<String, Integer> pieces = new HashMap<>();

    boolean take(String item) {
      int left = pieces.getOrDefault(item, 0); // in asyncio nothing runs
      if (left == 0) { //                         between these lines;
        return false;
      }
      pieces.put(item, left - 1); //              here another task may
      return true;
    }
  }

  // @end region="wrong"

  // @start region="find"
  static void twoBuyersOfOnePiece() {
    var stock = new Stock();
    stock.pieces.put("teapot", 1);

    var sold = gather(() -> stock.take("teapot"), () -> stock.take("teapot"));

    assertThat(sold).containsOnlyOnce(true);
  }

  // @end region="find"

  @Test
  void theSimulationFindsTheSecondSale() {
    assertThatThrownBy(() ->
            Simulation.explore(
                10_000,
                settings -> settings.withRacePoints("dev.treadle.guide"),
                _ -> twoBuyersOfOnePiece()))
        .isInstanceOf(AssertionError.class);
  }

  // @start region="guarded"
  static final class GuardedStock {

    private final Guarded<Map<String, Integer>> pieces = Guarded.of("stock", new HashMap<>());

    boolean take(String item) {
      return pieces.call(all -> {
        int left = all.getOrDefault(item, 0);
        all.put(item, Math.max(0, left - 1));
        return left > 0;
      });
    }
  }

  // @end region="guarded"

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.guide")
  void aGuardedStockSellsItOnce() {
    var stock = new GuardedStock();
    stock.pieces.run(all -> all.put("teapot", 1));

    var sold = gather(() -> stock.take("teapot"), () -> stock.take("teapot"));

    assertThat(sold).containsOnlyOnce(true);
  }

  // @start region="locked"
  static final class LockedStock {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> pieces = new HashMap<>(); // guarded by the lock

    boolean take(String item) {
      lock.lock();
      try {
        int left = pieces.getOrDefault(item, 0);
        if (left == 0) {
          return false;
        }
        pieces.put(item, left - 1);
        return true;
      } finally {
        lock.unlock();
      }
    }
  }

  // @end region="locked"

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.guide")
  void aLockSellsItOnce() {
    var stock = new LockedStock();
    stock.pieces.put("teapot", 1);

    var sold = gather(() -> stock.take("teapot"), () -> stock.take("teapot"));

    assertThat(sold).containsOnlyOnce(true);
  }

  @Test
  void onOneCarrierTasksChangePlacesOnlyWhereTheyWait() throws Exception {
    var options =
        List.of(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    try (var jvm = ChildJvm.start(OneCarrier.class, options)) {
      assertThat(jvm.output()).containsExactly("counted 8000000 of 8000000");
    }
  }

  // @start region="results"
  static int totalLength(List<String> texts) {
    // Each task has its own; they meet in the caller, when all have ended.
    return gather(texts, String::length).stream().mapToInt(Integer::intValue).sum();
  }

  // @end region="results"

  // @start region="owner"
  static List<String> inOrderOfArrival(List<String> names) {
    var arrived = new ArrayList<String>(); // touched by one task only, the block's own
    TaskGroup.run(group -> {
      for (var task : names.stream().map(name -> group.start(() -> name.strip())).toList()) {
        arrived.add(task.await());
      }
    });
    return arrived;
  }

  // @end region="owner"

  // @start region="counter"
  static long countAll(List<Integer> batches) {
    var counter = new LongAdder();
    gather(
        batches,
        size -> {
          counter.add(size);
          return size;
        });
    return counter.sum();
  }

  // @end region="counter"

  @TreadleTest(explore = 1000)
  void stateWithAHome() {
    assertThat(totalLength(List.of("a", "bc"))).isEqualTo(3);
    assertThat(inOrderOfArrival(List.of(" a", "b "))).containsExactly("a", "b");
    assertThat(countAll(List.of(1, 2, 3))).isEqualTo(6);
  }
}
