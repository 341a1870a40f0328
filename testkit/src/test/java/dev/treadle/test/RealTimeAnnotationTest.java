package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class RealTimeAnnotationTest {

  private static CountDownLatch release = new CountDownLatch(0);
  private static final List<String> LOG = new ArrayList<>();

  @BeforeEach
  void reset() {
    release = new CountDownLatch(1);
    LOG.clear();
  }

  @Test
  void theTestRunsOnAVirtualThreadAndItsFixturesDoNot() {
    assertThat(failureOf("passes")).isNull();

    assertThat(LOG).containsExactly("before", "test on virtual thread 'passes'", "after");
  }

  @Test
  void aTestThatTakesTooLongFails() {
    assertThat(failureOf("takesTooLong"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "expected 'takesTooLong' to end within PT0.02S, but it was still running;");
  }

  @Test
  void aThreadLeftOverFailsTheTest() {
    assertThat(failureOf("leaves"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith("leak: 1 thread(s) and 0 file descriptor(s) are left over after")
        .hasMessageContaining("  'left over' (virtual, #");

    release.countDown();
  }

  @Test
  void whatAFixtureClosesIsNoLeak() {
    assertThat(failureOf("closesInItsFixture")).isNull();
  }

  @Test
  void aFailureIsNotHiddenByWhatItLeavesBehind() {
    assertThat(failureOf("failsAndLeaves")).hasMessage("boom").hasNoSuppressedExceptions();

    release.countDown();
  }

  @Test
  void thereIsNoSimulation() {
    assertThat(failureOf("wantsASimulation", Simulation.class))
        .hasMessage(
            "with realTime = true there is no simulation: leave out the Simulation parameter");
  }

  private static @Nullable Throwable failureOf(String method, Class<?>... parameters) {
    var tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(Cases.class, method, parameters))
            .execute()
            .testEvents();
    return tests.finished().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .findFirst()
        .orElseThrow()
        .getThrowable()
        .orElse(null);
  }

  static class Cases {

    private @Nullable Thread started;
    private boolean impatient;

    @BeforeEach
    void before() {
      assertThat(Thread.currentThread().isVirtual()).isFalse();
      LOG.add("before");
    }

    @AfterEach
    void after() throws InterruptedException {
      if (started != null) {
        release.countDown();
        started.join();
      }
      if (impatient) {
        Thread.currentThread().interrupt(); // ends the check's wait; JUnit clears it
      }
      assertThat(Thread.currentThread().isVirtual()).isFalse();
      LOG.add("after");
    }

    @TreadleTest(realTime = true)
    void passes() {
      var thread = Thread.currentThread();
      LOG.add(
          "test on %s '%s'"
              .formatted(thread.isVirtual() ? "virtual thread" : "", thread.getName()));
    }

    @TreadleTest(realTime = true, timeout = "20ms")
    void takesTooLong() throws InterruptedException {
      release.await();
    }

    @TreadleTest(realTime = true)
    void leaves() {
      impatient = true;
      Thread.ofVirtual().name("left over").start(RealTimeAnnotationTest::await);
    }

    @TreadleTest(realTime = true)
    void closesInItsFixture() {
      started = Thread.startVirtualThread(RealTimeAnnotationTest::await);
    }

    @TreadleTest(realTime = true)
    void failsAndLeaves() {
      leaves();
      throw new IllegalStateException("boom");
    }

    @TreadleTest(realTime = true)
    void wantsASimulation(Simulation simulation) {
      assertThat(simulation).isNull();
    }
  }

  private static void await() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
