package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelfCheckTest {

  private static final String REPORT =
      "seed 0 was run twice and took two different courses: something outside the simulation decides (state left"
          + " by an earlier run, identity hash codes, set and map order, a real clock, files, ECDSA signatures)";

  @Test
  void stateThatOutlivesARunIsReported() {
    var runs = new AtomicInteger();

    assertThatThrownBy(
            () -> Simulation.explore(10, _ -> yieldTimes(runs.incrementAndGet() % 2 + 1)))
        .isInstanceOf(SimulationFailure.class)
        .hasMessage(REPORT + "\n  first run: 3 steps\n  second run: 4 steps");
  }

  @Test
  void theFirstDifferenceIsShown() {
    var runs = new AtomicInteger();

    assertThatThrownBy(() -> Simulation.explore(10, _ -> Thread.sleep(runs.incrementAndGet())))
        .isInstanceOf(SimulationFailure.class)
        .hasMessage(
            REPORT
                + "\n  first run: 3 steps\n  second run: 3 steps"
                + "\n  first difference shown: Step[number=1, thread=main, elapsed=PT0.004S]"
                + " against Step[number=1, thread=main, elapsed=PT0.005S]");
  }

  @Test
  void aRepetitionThatFailsIsReported() {
    var runs = new AtomicInteger();

    assertThatThrownBy(() -> Simulation.explore(10, _ -> failFrom(runs.incrementAndGet(), 3)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("run 4");
  }

  @Test
  void aClassInitialisedInTheFirstSeedOnlyIsNoDifference() {
    var exploration =
        Simulation.explore(
            50,
            settings -> settings.withSeed(seedInReverse()),
            _ -> {
              if (order().equals(List.of(2, 1))) {
                PlantedBug.inParallel(() -> Late.TABLE.merge("key", 1, Integer::sum));
                Thread.sleep(new Random().nextInt(100) + Long.signum(Late.NUMBER & 0));
              }
            });

    assertThat(exploration.runs()).isEqualTo(50);
  }

  @Test
  void somethingMadeOnceAndForAllIsNoDifference() {
    assertThatCode(() ->
            Simulation.explore(
                50,
                settings -> settings.withSeed(seedInReverse()),
                _ -> {
                  if (order().equals(List.of(2, 1)) && lazy == null) {
                    lazy = "made";
                    yieldTimes(3);
                  }
                }))
        .doesNotThrowAnyException();
  }

  @Test
  void testsThatAllowWakeUpsFromOutsideAreNotChecked() {
    var runs = new AtomicInteger();

    assertThatCode(() ->
            Simulation.explore(
                10,
                settings -> settings.withHermetic(false),
                _ -> yieldTimes(runs.incrementAndGet() % 2 + 1)))
        .doesNotThrowAnyException();
  }

  private static @Nullable String lazy;

  /// A class whose initialiser has switch points below it, and draws.
  private static final class Late {
    static final Map<String, Integer> TABLE = fill();
    static final long NUMBER = new Random().nextLong();

    private static Map<String, Integer> fill() {
      var map = new ConcurrentHashMap<String, Integer>();
      for (int i = 0; i < 50; i++) {
        map.put("" + i, new Random().nextInt());
      }
      return map;
    }
  }

  private static void failFrom(int run, int first) {
    if (run >= first) {
      throw new AssertionError("run " + run);
    }
  }

  private static void yieldTimes(int times) {
    for (int i = 0; i < times; i++) {
      Thread.yield();
    }
  }

  private static List<Integer> order() throws InterruptedException {
    List<Integer> order = new ArrayList<>();
    PlantedBug.inParallel(() -> order.add(1), () -> order.add(2));
    return order;
  }

  /// Returns a seed under which threads do not run in the order of their start, as they do in the
  /// run before the first.
  private static long seedInReverse() {
    for (long seed = 0; seed < 100; seed++) {
      var seen = new ArrayList<Integer>();
      long tried = seed;
      Simulation.run(
          settings -> settings.withSeed(tried).withStrategy(Strategy.RANDOM),
          _ -> {
            seen.clear();
            seen.addAll(order());
          });
      if (seen.getFirst() == 2) {
        return seed;
      }
    }
    throw new AssertionError("no such seed");
  }
}
