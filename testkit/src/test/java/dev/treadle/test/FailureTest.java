package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.treadle.seam.World;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void anAssertionErrorComesOutAsItself() {
    var error = new AssertionError("as written");

    assertThatThrownBy(() -> Simulation.explore(10, _ -> fail(error))).isSameAs(error);
  }

  @Test
  void aCheckedExceptionComesOutAsItself() {
    var exception = new IOException("disk full");

    assertThatThrownBy(() -> Simulation.run(_ -> fail(exception))).isSameAs(exception);
  }

  @Test
  void anAssertionThatFailedInAnotherThreadComesOutAsItselfToo() {
    var error = new AssertionError("as written");
    var beside = new IOException("disk full");
    var joined = new IllegalStateException("joined", new RuntimeException(error));
    joined.addSuppressed(beside);
    joined.addSuppressed(error);

    assertThatThrownBy(() -> Simulation.run(_ -> fail(joined))).isSameAs(error);

    var around = error.getSuppressed()[0];
    assertThat(around)
        .hasMessage("it came out of another thread as java.lang.IllegalStateException");
    assertThat(around.getStackTrace()).isEqualTo(joined.getStackTrace());
    assertThat(around.getSuppressed()).containsExactly(beside);
  }

  @Test
  void anAssertionErrorIsNotExchangedForItsCause() {
    var error = new AssertionError("as written", new AssertionError("why"));

    assertThatThrownBy(() -> Simulation.run(_ -> fail(error))).isSameAs(error);
  }

  @Test
  void aCircleOfCausesHasAnEnd() {
    var one = new RuntimeException("one");
    one.initCause(new RuntimeException("two", one));

    assertThatThrownBy(() -> Simulation.run(_ -> fail(one))).isSameAs(one);
  }

  @Test
  void aFailureSaysHowToRepeatIt() {
    var failure =
        catchThrowable(() ->
            Simulation.explore(
                10,
                settings -> settings.withSeed(40),
                simulation -> {
                  Thread.sleep(Duration.ofSeconds(simulation.seed()));
                  assertThat(simulation.seed()).isLessThan(42);
                }));

    var schedule = FailedSchedule.of(failure).orElseThrow();
    assertThat(schedule.seed()).isEqualTo(42);
    assertThat(schedule)
        .hasMessage(
            "seed 42 (RANDOM) failed at virtual time PT42S after 2 steps;"
                + " repeat exactly this run with Simulation.replay(\""
                + schedule.token()
                + "\", ...)");
  }

  @Test
  void aFailureFromOutsideSaysNothingAboutSchedules() {
    assertThat(FailedSchedule.of(new AssertionError("no simulation"))).isEmpty();
  }

  @Test
  void anExplorationStopsAtItsFirstFailure() {
    var seeds = new java.util.ArrayList<Long>();

    assertThatThrownBy(() ->
            Simulation.explore(
                100,
                simulation -> {
                  seeds.add(simulation.seed());
                  assertThat(simulation.seed()).isLessThan(3);
                }))
        .isInstanceOf(AssertionError.class);
    // The first one runs three times: in order, at random, and again to compare.
    assertThat(seeds).containsExactly(0L, 0L, 0L, 1L, 2L, 3L);
  }

  @Test
  void whatAThreadDiesOfFailsTheTestAsItself() {
    var error = new IllegalStateException("in the background");

    assertThatThrownBy(() -> Simulation.run(_ -> Thread.startVirtualThread(() -> fail(error))))
        .isSameAs(error);
  }

  @Test
  void whatAThreadDiesOfExplainsADeadlock() {
    var error = new IllegalStateException("never counted down");

    var failure =
        catchThrowable(() ->
            Simulation.run(_ -> {
              var latch = new CountDownLatch(1);
              Thread.startVirtualThread(() -> failBefore(error, latch::countDown));
              latch.await();
            }));

    assertThat(failure).isSameAs(error);
    assertThat(failure.getSuppressed()[0]).hasMessageStartingWith("deadlock: every thread waits");
  }

  @Test
  void otherFailuresAreSuppressedInTheFirst() {
    var first = new AssertionError("main");
    var other = new IllegalStateException("thread");

    var failure =
        catchThrowable(() ->
            Simulation.run(_ -> {
              Thread.startVirtualThread(() -> fail(other)).join();
              fail(first);
            }));

    assertThat(failure).isSameAs(first).hasSuppressedException(other);
  }

  @Test
  void aDefaultHandlerSetLaterDoesNotHideIt() {
    var error = new IllegalStateException("in the background");
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, _) -> {});
    try {
      assertThatThrownBy(() -> Simulation.run(_ -> Thread.startVirtualThread(() -> fail(error))))
          .isSameAs(error);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void aThreadWithAHandlerOfItsOwnDoesNotFailTheTest() {
    var handled = new CompletableFuture<Throwable>();
    var error = new IllegalStateException("handled");

    Simulation.run(_ ->
        Thread.ofVirtual()
            .uncaughtExceptionHandler((_, failure) -> handled.complete(failure))
            .start(() -> fail(error)));

    assertThat(handled).isCompletedWithValue(error);
  }

  @Test
  void aTimersActionThatThrowsFailsTheTest() {
    var error = new IllegalStateException("in a timer");

    assertThatThrownBy(() ->
            Simulation.run(_ -> {
              World.current().schedule(1_000, () -> fail(error));
              Thread.sleep(1);
            }))
        .isSameAs(error);
  }

  @Test
  void aThreadLeftOverIsALeak() {
    var failure =
        simulationFailure(_ ->
            Thread.ofVirtual()
                .name("forgotten")
                .start(() -> VirtualSleep.sleep(Duration.ofHours(1))));

    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.LEAK);
    assertThat(failure)
        .hasMessageStartingWith(
            "leak: the test ended, but left 1 thread(s) and 0 resource(s) behind; join or close them, or start"
                + " threads that may outlive the test with simulation.background()\n"
                + "  virtual time PT0S, step 3, seed 0\n"
                + "  'forgotten' is TIMED_WAITING\n");
  }

  @Test
  void aResourceLeftOpenIsALeak() {
    var events = new Object();

    var failure =
        simulationFailure(_ -> {
          World.current().events().resourceOpened("closed", () -> "closed file");
          World.current().events().resourceOpened(events, () -> "connection to db:5432");
          World.current().events().resourceClosed("closed");
        });

    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.LEAK);
    assertThat(failure)
        .hasMessageContaining("left 0 thread(s) and 1 resource(s) behind")
        .hasMessageContaining("\n  still open: connection to db:5432\n");
  }

  @Test
  void aThreadThatEndsByItselfAtOnceIsNoLeak() {
    Simulation.run(_ -> Thread.startVirtualThread(Thread::yield));
  }

  @Test
  void moreStepsThanTheLimitAreALivelock() {
    var failure =
        catchThrowableOfType(
            SimulationFailure.class,
            () ->
                Simulation.run(
                    settings -> settings.withMaxSteps(1000),
                    _ -> {
                      while (true) {
                        Thread.yield();
                      }
                    }));

    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.LIVELOCK);
    assertThat(failure)
        .hasMessageStartingWith(
            "livelock: more than 1000 steps and no end\n  virtual time PT0S, step 1001, seed 0\n");
  }

  @Test
  void aPollingLoopIsALivelockToo() {
    var failure =
        catchThrowableOfType(
            SimulationFailure.class,
            () ->
                Simulation.run(
                    settings -> settings.withMaxSteps(1000),
                    _ -> {
                      while (true) {
                        Thread.sleep(100);
                      }
                    }));

    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.LIVELOCK);
    assertThat(failure).hasMessageContaining("  virtual time PT1M40S, step 1001, seed 0\n");
  }

  @Test
  void aSimulationInsideASimulationIsRefused() {
    assertThatThrownBy(() -> Simulation.run(_ -> Simulation.run(_ -> {})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "this thread is inside a simulation already; a simulation cannot be started in another");
  }

  private static SimulationFailure simulationFailure(Simulation.Body body) {
    return catchThrowableOfType(SimulationFailure.class, () -> Simulation.run(body));
  }

  private static void fail(Throwable failure) {
    throw Sneaky.rethrow(failure);
  }

  private static void failBefore(Throwable failure, Runnable unreached) {
    fail(failure);
    unreached.run();
  }
}
