package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedTest {

  private static final List<String> LOG = new ArrayList<>();

  @BeforeEach
  void clearLog() {
    LOG.clear();
  }

  @Test
  void everyKindOfTestRunsInASimulationOfItsOwn() {
    var results = Engine.run(Kinds.class);

    assertThat(Engine.failures(results)).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isEqualTo(1 + 3 + 2 + 1);
    assertThat(LOG).hasSize(7).containsOnly("PT2H");
  }

  @Simulated
  static class Kinds {
    @BeforeEach
    void before() throws InterruptedException {
      Thread.sleep(Duration.ofHours(1));
    }

    @AfterEach
    void after(Simulation simulation) {
      LOG.add(simulation.clock().elapsed().toString());
    }

    @Test
    void plain() throws InterruptedException {
      Thread.sleep(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void parameterized(int number) throws InterruptedException {
      Thread.sleep(Duration.ofHours(1));
      assertThat(number).isPositive();
    }

    @RepeatedTest(2)
    void repeated() throws InterruptedException {
      Thread.sleep(Duration.ofHours(1));
    }

    @Nested
    class Inner {
      @Test
      void nested() throws InterruptedException {
        Thread.sleep(Duration.ofHours(1));
      }
    }
  }

  @Test
  void oneMethodMayBeSimulatedAlone() {
    assertThat(Engine.failures(Engine.run(OneMethod.class))).isEmpty();
    assertThat(LOG).containsExactlyInAnyOrder("inside true", "outside false");
  }

  static class OneMethod {
    @Simulated
    @Test
    void inside() {
      LOG.add("inside " + (Simulation.ofCurrentThread() != null));
    }

    @Test
    void outside() {
      LOG.add("outside " + (Simulation.ofCurrentThread() != null));
    }
  }

  @Test
  void leaksAndUncaughtFailuresFailTheTest() {
    var failures = Engine.failures(Engine.run(Failing.class));

    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).hasMessageStartingWith("leak: ");
    assertThat(failures.get(1)).hasMessage("uncaught");
  }

  @Simulated
  @TestMethodOrder(MethodOrderer.MethodName.class)
  static class Failing {
    @Test
    void leaks() {
      Thread.startVirtualThread(SimulatedTest::sleepForADay);
    }

    @Test
    void uncaught() {
      Thread.startVirtualThread(() -> {
        throw new IllegalStateException("uncaught");
      });
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

  @Simulated
  static class DeadWorker {
    @Test
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
  void afterADeadlockTheFixturesClearUpOutside() {
    var failure = Engine.onlyFailure(Engine.run(Stuck.class));

    assertThat(failure).hasMessageStartingWith("deadlock: ");
    assertThat(failure.getSuppressed()).isEmpty();
    assertThat(LOG).containsExactly("after inside false");
  }

  @Simulated
  static class Stuck {
    @AfterEach
    void after() {
      LOG.add("after inside " + (Simulation.ofCurrentThread() != null));
    }

    @Test
    void waitsForNothing() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aSharedSimulationLastsFromFirstToLast() {
    assertThat(Engine.failures(Engine.run(Shared.class))).isEmpty();
    assertThat(LOG).containsExactly("all before", "first at PT1M", "second at PT2M", "all after");
  }

  @Simulated(shared = true)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Shared {
    private static final LinkedBlockingQueue<String> QUEUE = new LinkedBlockingQueue<>();

    @BeforeAll
    static void beforeAll(Simulation simulation) {
      LOG.add("all before");
      simulation.background().start("server", Shared::serve);
    }

    @AfterAll
    static void afterAll() {
      LOG.add("all after");
    }

    @Test
    @Order(1)
    void first(Simulation simulation) throws InterruptedException {
      LOG.add(QUEUE.poll(1, TimeUnit.DAYS) + " at " + simulation.clock().elapsed());
    }

    @TreadleTest
    @Order(2)
    void second(Simulation simulation) throws InterruptedException {
      LOG.add(QUEUE.poll(1, TimeUnit.DAYS) + " at " + simulation.clock().elapsed());
    }

    private static void serve() {
      try {
        for (var answer : List.of("first", "second")) {
          Thread.sleep(Duration.ofMinutes(1));
          QUEUE.add(answer);
        }
        Thread.sleep(Duration.ofDays(1));
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void aFailedAssertionLeavesASharedSimulationUsable() {
    var results = Engine.run(SharedAssertion.class);

    assertThat(Engine.onlyFailure(results)).hasMessage("wrong");
    assertThat(LOG).containsExactly("second");
  }

  @Simulated(shared = true)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class SharedAssertion {
    @Test
    @Order(1)
    void first() {
      throw new AssertionError("wrong");
    }

    @Test
    @Order(2)
    void second() {
      LOG.add("second");
    }
  }

  @Test
  void aStuckSharedSimulationIsOverForTheTestsThatFollow() {
    var failures = Engine.failures(Engine.run(SharedStuck.class));

    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).hasMessageStartingWith("deadlock: ");
    assertThat(failures.get(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this simulation is over: it failed in an earlier phase");
    assertThat(LOG).containsExactly("all after inside false");
  }

  @Simulated(shared = true)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class SharedStuck {
    @AfterAll
    static void afterAll() {
      LOG.add("all after inside " + (Simulation.ofCurrentThread() != null));
    }

    @Test
    @Order(1)
    void first() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Test
    @Order(2)
    void second() {
      LOG.add("second");
    }
  }

  @Test
  void aLeakOfASharedSimulationFailsTheClass() {
    assertThat(Engine.onlyFailure(Engine.run(SharedLeak.class))).hasMessageStartingWith("leak: ");
  }

  @Simulated(shared = true)
  static class SharedLeak {
    @Test
    void leaks() {
      Thread.startVirtualThread(SimulatedTest::sleepForADay);
    }
  }

  @Test
  void aSharedSimulationCannotExplore() {
    assertThat(Engine.onlyFailure(Engine.run(SharedExplored.class)))
        .hasMessage(
            "in a shared simulation a test runs once, in its time: leave out explore, seeds and realTime,"
                + " or move the test to a class without @Simulated(shared = true)");
  }

  @Simulated(shared = true)
  static class SharedExplored {
    @TreadleTest(explore = 10)
    void explored() {}
  }

  @Test
  void aFactoryAndItsTestsAreOneSimulation() {
    var results = Engine.run(Factory.class);

    assertThat(Engine.failures(results)).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isEqualTo(3);
    assertThat(LOG)
        .containsExactly(
            "one made at PT1H",
            "two made at PT1H",
            "three made at PT1H",
            "one ended at PT2H",
            "two ended at PT3H",
            "three ended at PT4H",
            "after at PT4H");
  }

  @Simulated
  static class Factory {
    @BeforeEach
    void before() throws InterruptedException {
      Thread.sleep(Duration.ofHours(1));
    }

    @TestFactory
    Stream<DynamicTest> tests(Simulation simulation) {
      return Stream.of("one", "two", "three").map(name -> make(name, simulation));
    }

    private static DynamicTest make(String name, Simulation simulation) {
      LOG.add(name + " made at " + simulation.clock().elapsed());
      return DynamicTest.dynamicTest(
          name,
          () -> {
            Thread.sleep(Duration.ofHours(1));
            LOG.add(name + " ended at " + simulation.clock().elapsed());
          });
    }

    @AfterEach
    void after(Simulation simulation) {
      LOG.add("after at " + simulation.clock().elapsed());
    }
  }

  @Test
  void aDynamicTestThatFailsLeavesTheOthersTheirs() {
    var results = Engine.run(FailingFactory.class);

    assertThat(Engine.failures(results))
        .extracting(Throwable::getMessage)
        .containsExactly("wrong", "the root cause");
    assertThat(LOG).containsExactly("second");
  }

  @Simulated
  static class FailingFactory {
    @TestFactory
    List<DynamicTest> tests() {
      return List.of(
          DynamicTest.dynamicTest("first", FailingFactory::fail),
          DynamicTest.dynamicTest("second", () -> LOG.add("second")));
    }

    private static void fail() throws InterruptedException {
      var worker =
          Thread.startVirtualThread(() -> {
            throw new IllegalStateException("the root cause");
          });
      worker.join();
      throw new AssertionError("wrong");
    }
  }

  @Test
  void autoModeTakesInFactories() {
    assertThat(Engine.failures(Engine.runWithMode(UnawareFactory.class, "auto"))).isEmpty();
    assertThat(LOG).containsExactly("inside true", "inside true");
  }

  static class UnawareFactory {
    @TestFactory
    DynamicNode tests() {
      log();
      return DynamicContainer.dynamicContainer(
          "tests", List.of(DynamicTest.dynamicTest("test", UnawareFactory::log)));
    }

    private static void log() {
      LOG.add("inside " + (Simulation.ofCurrentThread() != null));
    }
  }

  @Test
  void autoModeTakesInEveryTest() {
    assertThat(Engine.failures(Engine.runWithMode(Unaware.class, "auto"))).isEmpty();
    assertThat(LOG).containsExactly("inside true");
  }

  @Test
  void strictModeTakesInNone() {
    assertThat(Engine.failures(Engine.runWithMode(Unaware.class, "strict"))).isEmpty();
    assertThat(LOG).containsExactly("inside false");
  }

  @Test
  void anotherModeIsRefused() {
    assertThat(Engine.onlyFailure(Engine.runWithMode(Unaware.class, "fast")))
        .hasMessage("treadle.mode must be 'auto' (simulate every test) or 'strict', got 'fast'");
  }

  @Test
  void autoModeLeavesTreadleTestsAsTheyAre() {
    assertThat(Engine.failures(Engine.runWithMode(Aware.class, "auto"))).isEmpty();
    assertThat(LOG).hasSize(7);
  }

  static class Unaware {
    @Test
    void test() {
      LOG.add("inside " + (Simulation.ofCurrentThread() != null));
    }
  }

  static class Aware {
    @TreadleTest(explore = 5)
    void test(Simulation simulation) {
      LOG.add("seed " + simulation.seed());
    }
  }

  private static void sleepForADay() {
    VirtualSleep.sleep(Duration.ofDays(1));
  }
}
