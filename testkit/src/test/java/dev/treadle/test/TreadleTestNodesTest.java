package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TreadleTestNodesTest {

  private static final List<String> LOG = new ArrayList<>();

  @BeforeEach
  void clearLog() {
    LOG.clear();
  }

  @Test
  void aPlainTestIsOneNode() {
    var results = Engine.run(Plain.class);

    assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    assertThat(names(results)).containsExactly("simulated");
  }

  static class Plain {
    @TreadleTest
    void sleeps() throws InterruptedException {
      Thread.sleep(Duration.ofDays(1));
    }
  }

  @Test
  void seedsAreANodeEach() {
    var results = Engine.run(Seeds.class);

    assertThat(names(results)).containsExactly("seed=5", "seed=6", "seed=7");
    assertThat(Engine.onlyFailure(results)).isInstanceOf(AssertionError.class);
  }

  static class Seeds {
    @TreadleTest(seeds = 3, seed = 5)
    void failsForOne(Simulation simulation) {
      assertThat(simulation.seed()).isNotEqualTo(6);
    }
  }

  @Test
  void anExplorationIsOneNodeThatStopsAtItsFirstFailure() {
    var results = Engine.run(Explored.class);

    assertThat(names(results)).containsExactly("1000 seeds");
    var failure = Engine.onlyFailure(results);
    assertThat(failure).isInstanceOf(AssertionError.class);
    assertThat(FailedSchedule.of(failure).orElseThrow())
        .hasMessageStartingWith(Explored.class.getName() + "#failsAtFour: seed 4 (RANDOM) failed ");
    assertThat(LOG).endsWith("seed 3", "seed 4");
  }

  static class Explored {
    @TreadleTest(explore = 1000)
    void failsAtFour(Simulation simulation) {
      LOG.add("seed " + simulation.seed());
      assertThat(simulation.seed()).isLessThan(4);
    }
  }

  @Test
  void everySeedHasAFreshInstanceAndItsFixtures() {
    assertThat(Engine.failures(Engine.run(Fresh.class))).isEmpty();

    // In order, the first seed, the first seed again, the second one.
    assertThat(LOG).hasSize(4 * 5);
    assertThat(LOG.subList(0, 5))
        .containsExactly("base before", "before", "test 1", "after", "base after");
    assertThat(LOG).doesNotContain("test 2");
  }

  abstract static class Base {
    @BeforeEach
    void baseBefore() {
      LOG.add("base before");
    }

    @AfterEach
    void baseAfter() {
      LOG.add("base after");
    }
  }

  static class Fresh extends Base {
    private int runs;

    @BeforeEach
    void before(Simulation simulation) throws InterruptedException {
      assertThat(simulation.clock().elapsed()).isZero();
      Thread.sleep(1);
      LOG.add("before");
    }

    @AfterEach
    void after(Simulation simulation) {
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(1));
      LOG.add("after");
    }

    @TreadleTest(explore = 2)
    void test() {
      LOG.add("test " + ++runs);
    }
  }

  @Test
  void nestedClassesHaveTheFixturesOfTheirOuterOnes() {
    assertThat(Engine.failures(Engine.run(Outer.class))).isEmpty();

    assertThat(LOG.subList(0, 4))
        .containsExactly("outer before", "inner before", "inner test of outer 1", "inner after");
    assertThat(LOG).doesNotContain("inner test of outer 2");
  }

  static class Outer {
    private int used;

    @BeforeEach
    void before() {
      used++;
      LOG.add("outer before");
    }

    @Nested
    class Inner {
      @BeforeEach
      void before() {
        LOG.add("inner before");
      }

      @AfterEach
      void after() {
        LOG.add("inner after");
      }

      @TreadleTest(explore = 3)
      void test() {
        LOG.add("inner test of outer " + used);
      }
    }
  }

  @Test
  void aFailingFixtureFailsTheTestAndTheTestDoesNotRun() {
    var failures = Engine.failures(Engine.run(FailingFixture.class));

    assertThat(failures).hasSize(2).allMatch(failure -> "before".equals(failure.getMessage()));
    assertThat(LOG).containsOnly("after");
  }

  static class FailingFixture {
    @BeforeEach
    void before() {
      throw new IllegalStateException("before");
    }

    @AfterEach
    void after() {
      LOG.add("after");
    }

    @TreadleTest
    void single() {
      LOG.add("test");
    }

    @TreadleTest(explore = 10)
    void explored() {
      LOG.add("test");
    }
  }

  @Test
  void aFailureOfTheTearDownIsSuppressedInTheTestsOwn() {
    var failures = Engine.failures(Engine.run(FailingTwice.class));

    assertThat(failures).hasSize(2).allMatch(failure -> "test".equals(failure.getMessage()));
    assertThat(failures)
        .allSatisfy(failure ->
            assertThat(failure.getSuppressed())
                .extracting(Throwable::getMessage)
                .contains("after"));
  }

  static class FailingTwice {
    @AfterEach
    void after() {
      throw new IllegalStateException("after");
    }

    @TreadleTest
    void single() {
      throw new IllegalStateException("test");
    }

    @TreadleTest(explore = 10)
    void explored() {
      throw new IllegalStateException("test");
    }
  }

  @Test
  void whatOtherThreadsDiedOfIsSuppressedInTheTestsOwnFailure() {
    var failure = Engine.onlyFailure(Engine.run(DeadWorker.class));

    assertThat(failure).hasMessage("no result");
    assertThat(failure.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("the root cause");
  }

  static class DeadWorker {
    @TreadleTest
    void failsByAnAssertion() throws InterruptedException {
      var worker =
          Thread.startVirtualThread(() -> {
            throw new IllegalStateException("the root cause");
          });
      worker.join();
      throw new AssertionError("no result");
    }
  }

  @Test
  void aDeadlockFailsTheTestOnceAndNothingHangs() {
    var failure = Engine.onlyFailure(Engine.run(Stuck.class));

    assertThat(failure).hasMessageStartingWith("deadlock: every thread waits");
    assertThat(failure.getSuppressed()).isEmpty();
  }

  @Test
  void afterADeadlockTheFixturesClearUpOutside() {
    Engine.run(Stuck.class);

    assertThat(LOG).containsExactly("inside true", "after inside false at PT1S");
  }

  static class Stuck {
    @BeforeEach
    void before() {
      VirtualSleep.sleep(Duration.ofSeconds(1));
      LOG.add("inside " + (Simulation.ofCurrentThread() != null));
    }

    @AfterEach
    void after(Simulation simulation) {
      var inside = Simulation.ofCurrentThread() != null;
      LOG.add("after inside " + inside + " at " + simulation.clock().elapsed());
    }

    @TreadleTest
    void waitsForNothing() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @Test
  void afterADeadlockAFixtureThatHangsIsGivenUp() {
    var failure = Engine.onlyFailure(Engine.run(StuckTwice.class));

    assertThat(failure).hasMessageStartingWith("deadlock: every thread waits");
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(failure.getSuppressed()[0])
        .hasMessageStartingWith("expected 'after' to end within PT0.5S, but it was still running");
  }

  static class StuckTwice {
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void after() throws InterruptedException {
      never.await();
    }

    @TreadleTest(timeout = "500ms")
    void waitsForNothing() throws InterruptedException {
      never.await();
    }
  }

  @Test
  void realTimeRunsInNoSimulation() {
    assertThat(Engine.failures(Engine.run(RealTimeNode.class))).isEmpty();
  }

  static class RealTimeNode {
    @TreadleTest(realTime = true)
    void runsOutside() {
      assertThat(Simulation.ofCurrentThread()).isNull();
    }
  }

  @Test
  void anAssumptionThatDoesNotHoldAbortsTheTestInEveryMode() {
    var results = Engine.run(Assuming.class);

    assertThat(results.testEvents().aborted().count()).isEqualTo(6);
    assertThat(Engine.failures(results)).isEmpty();
  }

  static class Assuming {
    @TreadleTest
    void single() {
      assumeTrue(LOG.contains("never"));
    }

    @TreadleTest(explore = 10)
    void explored() {
      assumeTrue(LOG.contains("never"));
    }

    @TreadleTest(seeds = 2)
    void seeds() {
      assumeTrue(LOG.contains("never"));
    }

    @TreadleTest(realTime = true)
    void realTime() {
      assumeTrue(LOG.contains("never"));
    }

    @Simulated
    @Test
    void simulated() {
      assumeTrue(LOG.contains("never"));
    }
  }

  @Test
  void aSimulationParameterInAConstructorIsExplained() {
    assertThat(Engine.failures(Engine.run(InConstructor.class)))
        .hasSize(2)
        .allSatisfy(failure ->
            assertThat(failure)
                .hasMessageContaining(
                    "a Simulation parameter is for test methods and their fixtures: when the"
                        + " constructor runs, there is no simulation yet"));
  }

  static class InConstructor {
    InConstructor(Simulation simulation) {
      LOG.add("made at " + simulation.clock().now());
    }

    @TreadleTest
    void single() {}

    @TreadleTest(explore = 2)
    void explored() {}
  }

  @Test
  void aTokenOnTheCommandLineIsForItsTestOnly() {
    var schedule = FailedSchedule.of(Engine.onlyFailure(Engine.run(Explored.class))).orElseThrow();
    LOG.clear();
    System.setProperty(Explorer.REPLAY_PROPERTY, schedule.token());
    try {
      assertThat(Engine.onlyFailure(Engine.run(Explored.class))).isInstanceOf(AssertionError.class);
      assertThat(LOG).containsExactly("seed 0", "seed 4");
      assertThat(Engine.failures(Engine.run(Fresh.class))).isEmpty();
      assertThat(LOG).hasSize(2 + 4 * 5);
    } finally {
      System.clearProperty(Explorer.REPLAY_PROPERTY);
    }
  }

  @Test
  void aCorruptTokenOnTheCommandLineFailsTheTest() {
    System.setProperty(Explorer.REPLAY_PROPERTY, "tr1_typo");
    try {
      assertThat(Engine.onlyFailure(Engine.run(Explored.class)))
          .hasMessage(
              "cannot replay 'tr1_typo': it is too short;"
                  + " copy the whole token from the failure's report, or run without it");
    } finally {
      System.clearProperty(Explorer.REPLAY_PROPERTY);
    }
  }

  @Test
  void aTokenThatNoLongerFitsSaysSo() {
    var token = new ScheduleToken(0, 1, Strategy.RANDOM, 3, new ChoiceLog(5, 5, 5)).toString();

    assertThatThrownBy(() -> Simulation.replay(token, PlantedBug.CHECK_THEN_ACT))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith("the schedule token does not fit this run: choice 0 is 5, ");
  }

  private static List<String> names(
      org.junit.platform.testkit.engine.EngineExecutionResults results) {
    return results.testEvents().started().stream()
        .map(event -> event.getTestDescriptor().getDisplayName())
        .toList();
  }
}
