package dev.treadle.sync;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Task;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.seam.World;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TENTH = Duration.ofMillis(100);

  /// Made outside of any simulation.
  private static final RateLimiter SHARED = RateLimiter.tokenBucket(1, SECOND);

  private final RateLimiter limiter = RateLimiter.tokenBucket("maps", 10, SECOND, 2);
  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger cancelled = new AtomicInteger();
  private long origin;

  @BeforeEach
  void begin() {
    origin = World.current().nanoTime();
  }

  private void take(String who, int permits) {
    take(limiter, who, permits);
  }

  /// Takes permits and notes who did, and when.
  private void take(RateLimiter from, String who, int permits) {
    try {
      from.acquire(permits);
      log.add(who + " at " + Duration.ofNanos(World.current().nanoTime() - origin));
    } catch (Cancelled cancellation) {
      cancelled.incrementAndGet();
      throw cancellation;
    }
  }

  // --- Taking

  @TreadleTest
  void aBurstPassesAtOnceAndTheRestAtTheRate() {
    for (var who : List.of("a", "b", "c", "d")) {
      take(who, 1);
    }

    assertThat(log).containsExactly("a at PT0S", "b at PT0S", "c at PT0.1S", "d at PT0.2S");
  }

  @TreadleTest
  void unusedPermitsAreSavedUpToTheBurst() {
    sleep(Duration.ofDays(365));

    assertThat(limiter.available()).isEqualTo(2);
  }

  @TreadleTest
  void severalAreTakenAtOnce() {
    take("a", 2);
    take("b", 2);

    assertThat(log).containsExactly("a at PT0S", "b at PT0.2S");
  }

  @TreadleTest
  void aWindowLetsNoMorePassInAnyStretchOfItsLength(Simulation simulation) {
    var window = RateLimiter.slidingWindow(2, SECOND);
    window.acquire();
    sleep(TENTH);
    window.acquire();
    window.acquire();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);

    window.acquire();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.plus(TENTH));
  }

  @TreadleTest
  void tryAcquireTakesWhatIsThereAndNeverWaits(Simulation simulation) {
    assertThat(limiter.tryAcquire()).isTrue();
    assertThat(limiter.tryAcquire(2)).isFalse();
    assertThat(limiter.tryAcquire()).isTrue();
    assertThat(limiter.tryAcquire()).isFalse();

    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void itSaysWhenTheNextPermitComes() {
    assertThat(limiter.untilNext()).isZero();

    limiter.acquire(2);
    assertThat(limiter.untilNext()).isEqualTo(TENTH);
    sleep(Duration.ofMillis(30));
    assertThat(limiter.untilNext()).isEqualTo(Duration.ofMillis(70));
    sleep(limiter.untilNext());
    assertThat(limiter.tryAcquire()).isTrue();
  }

  @TreadleTest
  void withoutABurstPermitsAreThoseOfTheRate() {
    assertThat(RateLimiter.tokenBucket(7, SECOND).available()).isEqualTo(7);
  }

  // --- Order

  @TreadleTest(explore = 8_000)
  void thoseWhoWaitAreServedInOrderOfArrival() {
    TaskGroup.run(group -> {
      take("first", 2);
      for (var who : List.of("a", "b", "c")) {
        group.start(() -> take(who, 1));
        sleep(Duration.ofMillis(1));
      }
    });

    assertThat(log).containsExactly("first at PT0S", "a at PT0.1S", "b at PT0.2S", "c at PT0.3S");
  }

  @TreadleTest
  void whoNeedsFewerDoesNotPassWhoNeedsMore(Simulation simulation) {
    TaskGroup.run(group -> {
      take("first", 1);
      group.start(() -> take("large", 2));
      simulation.awaitBlocked();
      assertThat(limiter.tryAcquire()).isFalse();
      assertThat(limiter.available()).isZero();
      take("small", 1);
    });

    assertThat(log).containsExactly("first at PT0S", "large at PT0.1S", "small at PT0.2S");
  }

  @TreadleTest
  void whileSomebodyWaitsThereMayBeAPermitThatIsNotForOthers(Simulation simulation) {
    TaskGroup.run(group -> {
      limiter.acquire();
      group.start(() -> take("large", 2));
      simulation.awaitBlocked();

      assertThat(limiter.statistics()).isEqualTo(new RateLimiter.Statistics(0, 1));
      assertThat(limiter.untilNext()).isZero();
    });
  }

  @TreadleTest
  void aHundredWhoWaitNeedOneTimer(Simulation simulation) {
    TaskGroup.run(group -> {
      limiter.acquire(2);
      for (int i = 0; i < 100; i++) {
        group.start(() -> take("one", 1));
      }
      simulation.awaitBlocked();
      assertThat(limiter.statistics().waiting()).isEqualTo(100);
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(10));
  }

  @TreadleTest
  void thereIsOneTimerAndNoneWhenNobodyWaits(Simulation simulation) {
    var timers = new PendingTimers();
    var turnstile = new Turnstile(limiter, new SlidingWindow(1, SECOND.toNanos()), timers.world());
    TaskGroup.run(group -> {
      turnstile.acquire(1);
      var first = group.start(() -> turnstile.acquire(1));
      simulation.awaitBlocked();
      var second = group.start(() -> turnstile.acquire(1));
      simulation.awaitBlocked();
      assertThat(timers.pending).hasValue(1);
      first.cancel("enough");
      simulation.awaitBlocked();
      assertThat(timers.pending).hasValue(1);
      second.cancel("enough");
      simulation.awaitBlocked();
      assertThat(timers.pending).hasValue(0);
    });
  }

  /// The current world, with its pending timers counted.
  private static final class PendingTimers {
    final AtomicInteger pending = new AtomicInteger();

    World world() {
      var real = World.current();
      return (World)
          Proxy.newProxyInstance(
              World.class.getClassLoader(),
              new Class<?>[] {World.class},
              (_, method, arguments) ->
                  method.getName().equals("schedule")
                      ? schedule(real, (long) arguments[0], (Runnable) arguments[1])
                      : method.invoke(real, arguments));
    }

    private World.Timer schedule(World real, long nanos, Runnable action) {
      pending.incrementAndGet();
      var timer =
          real.schedule(
              nanos,
              () -> {
                pending.decrementAndGet();
                action.run();
              });
      return () -> {
        boolean cancelled = timer.cancel();
        pending.addAndGet(cancelled ? -1 : 0);
        return cancelled;
      };
    }
  }

  // --- Cancellation

  @TreadleTest(explore = 8_000)
  void whoIsCancelledTakesNothingAndThoseBehindMoveUp() {
    TaskGroup.run(group -> {
      take("first", 2);
      var leaving = group.start(() -> take("leaving", 2));
      sleep(Duration.ofMillis(1));
      group.start(() -> take("next", 1));
      sleep(Duration.ofMillis(1));
      leaving.cancel("enough");
    });

    assertThat(log).containsExactly("first at PT0S", "next at PT0.1S");
    assertThat(limiter.statistics()).isEqualTo(new RateLimiter.Statistics(0, 0));
  }

  @TreadleTest
  void whoMovesUpAndNeedsFewerIsServedAtOnce(Simulation simulation) {
    TaskGroup.run(group -> {
      take("first", 1);
      var leaving = group.start(() -> take("leaving", 2));
      simulation.awaitBlocked();
      group.start(() -> take("next", 1));
      simulation.awaitBlocked();
      leaving.cancel("enough");
    });

    assertThat(log).containsExactly("first at PT0S", "next at PT0S");
  }

  @TreadleTest
  void whoLeavesFromTheMiddleChangesNothingForTheFirst(Simulation simulation) {
    TaskGroup.run(group -> {
      take("first", 2);
      group.start(() -> take("a", 1));
      simulation.awaitBlocked();
      var leaving = group.start(() -> take("leaving", 1));
      simulation.awaitBlocked();
      group.start(() -> take("b", 1));
      simulation.awaitBlocked();
      leaving.cancel("enough");
    });

    assertThat(log).containsExactly("first at PT0S", "a at PT0.1S", "b at PT0.2S");
  }

  @TreadleTest(
      explore = 35_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void whoIsCancelledAsItsTurnComesTakesItOrLeavesItToTheNext() {
    TaskGroup.run(group -> {
      limiter.acquire(2);
      var leaving = group.start(() -> take("leaving", 1));
      sleep(Duration.ofMillis(1));
      group.start(() -> take("next", 1));
      sleep(Duration.ofMillis(99));
      leaving.cancel("just then");
    });

    var expected =
        cancelled.get() == 1
            ? List.of("next at PT0.1S")
            : List.of("leaving at PT0.1S", "next at PT0.2S");
    assertThat(log).containsExactlyElementsOf(expected);
    assertThat(limiter.statistics()).isEqualTo(new RateLimiter.Statistics(0, 0));
  }

  @TreadleTest(
      explore = 30_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void permitsArePassedOnWhoeverIsCancelledWhen(Simulation simulation) {
    TaskGroup.run(group -> {
      limiter.acquire(2);
      var one = group.start(() -> take("one", 2));
      var two = group.start(() -> take("two", 1));
      group.start(() -> take("three", 1));
      group.start(() -> one.cancel("just then"));
      group.after(TENTH, () -> two.cancel("just then"));
    });

    assertThat(log.size() + cancelled.get()).isEqualTo(3);
    sleep(SECOND.minus(simulation.clock().elapsed()));
    assertThat(limiter.statistics()).isEqualTo(new RateLimiter.Statistics(2, 0));
  }

  @TreadleTest(
      explore = 15_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void aPermitForSomebodyWhoHasGivenUpIsNotLost(Simulation simulation) {
    TaskGroup.run(group -> {
      limiter.acquire();
      var large = group.start(() -> take("large", 2));
      simulation.awaitBlocked();
      var small = group.start(() -> take("small", 1));
      simulation.awaitBlocked();
      group.start(() -> large.cancel("just then"));
      group.start(() -> small.cancel("just then"));
      simulation.awaitBlocked();

      assertThat(limiter.statistics()).isEqualTo(new RateLimiter.Statistics(1 - log.size(), 0));
    });
  }

  @TreadleTest(
      explore = 30_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void permitsOfAWindowArePassedOnWhoeverIsCancelledWhen(Simulation simulation) {
    var window = RateLimiter.slidingWindow(2, SECOND);
    TaskGroup.run(group -> {
      window.acquire();
      sleep(TENTH);
      window.acquire();
      var one = group.start(() -> take(window, "one", 2));
      var two = group.start(() -> take(window, "two", 1));
      group.start(() -> take(window, "three", 1));
      group.start(() -> one.cancel("just then"));
      group.after(SECOND.minus(TENTH), () -> two.cancel("just then"));
    });

    assertThat(log.size() + cancelled.get()).isEqualTo(3);
    assertThat(simulation.clock().elapsed()).isLessThanOrEqualTo(SECOND.plus(SECOND).plus(TENTH));
    sleep(SECOND);
    assertThat(window.statistics()).isEqualTo(new RateLimiter.Statistics(2, 0));
  }

  @TreadleTest(explore = 8_000, racePoints = "dev.treadle.sync")
  void allWhoWaitMayBeCancelledAtOnce(Simulation simulation) {
    TaskGroup.run(group -> {
      limiter.acquire(2);
      for (int i = 0; i < 3; i++) {
        group.start(() -> take("nobody", 1));
      }
      sleep(Duration.ofMillis(50));
      group.cancel("enough");
    });

    assertThat(log).isEmpty();
    assertThat(limiter.statistics()).isEqualTo(new RateLimiter.Statistics(0, 0));
    assertThat(limiter.untilNext()).isEqualTo(Duration.ofMillis(50));
  }

  @TreadleTest
  void afterATimeoutNothingWasTaken() {
    limiter.acquire(2);
    boolean ended = moveOnAfter(Duration.ofMillis(150), () -> limiter.acquire(2));

    assertThat(ended).isFalse();
    assertThat(limiter.available()).isEqualTo(1);
    assertThat(limiter.untilNext()).isZero();
  }

  @TreadleTest
  void itIsAWaitAlsoIfThereArePermits() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      log.add(catchThrowable(() -> limiter.acquire()));
      assertThat(limiter.tryAcquire()).isTrue();
    });

    assertThat(log).singleElement().isInstanceOf(Cancelled.class);
    assertThat(limiter.available()).isEqualTo(1);
  }

  // --- Rates that many use

  @TreadleTest(seeds = 20)
  void manyWhoComeAtRandomStayWithinTheRateAndUseItAll(Simulation simulation) {
    var random = World.current().random();
    TaskGroup.run(group -> {
      for (int i = 0; i < 200; i++) {
        int permits = random.nextInt(1, 3);
        boolean impatient = random.nextInt(4) == 0;
        Task<?> task =
            group.start(() -> {
              limiter.acquire(permits);
              log.add(new Passed(simulation.clock().elapsed().toNanos(), permits));
            });
        if (impatient) {
          group.after(Duration.ofNanos(random.nextLong(1, 2_000_000_000)), () -> task.cancel("no"));
        }
        sleep(Duration.ofNanos(random.nextLong(250_000_000)));
      }
    });

    for (int from = 0; from < log.size(); from++) {
      long sum = 0;
      for (var each : log.subList(from, log.size())) {
        sum += ((Passed) each).permits;
        long length = ((Passed) each).nanos - ((Passed) log.get(from)).nanos;
        assertThat(sum).isLessThanOrEqualTo(2 + length / TENTH.toNanos());
      }
    }
    assertThat(limiter.statistics().waiting()).isZero();
  }

  private record Passed(long nanos, int permits) {}

  // --- Worlds and threads

  @TreadleTest(seeds = 3)
  void aSimulationHasAStaticLimiterToItself(Simulation simulation) {
    SHARED.acquire();
    assertThat(simulation.clock().elapsed()).isZero();
    SHARED.acquire();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(realTime = true)
  void platformThreadsMayUseItInRealTime() throws InterruptedException {
    var fast = RateLimiter.tokenBucket(100, SECOND, 1);
    fast.acquire();
    var thread = Thread.ofPlatform().start(() -> fast.acquire());
    thread.join();

    assertThat(System.nanoTime() - origin).isGreaterThanOrEqualTo(10_000_000);
    assertThat(fast.statistics().waiting()).isZero();
  }

  @TreadleTest
  void aThreadThatWasInterruptedMeetsACancellation() {
    limiter.acquire(2);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> limiter.acquire()).isInstanceOf(Cancelled.class);
    assertThat(limiter.statistics().waiting()).isZero();
    assertThat(Thread.interrupted()).isTrue();
  }

  // --- Names and mistakes

  @TreadleTest
  void aTaskTreeSaysWhichLimiterIsWaitedFor(Simulation simulation) {
    TaskGroup.run(group -> {
      limiter.acquire(2);
      group.start("a", () -> limiter.acquire());
      simulation.awaitBlocked();
      assertThat(TaskTree.capture().find("main/a").orElseThrow().waitsFor())
          .isEqualTo("rate limiter 'maps'");
    });

    assertThat(RateLimiter.slidingWindow(1, SECOND)).hasToString("a rate limiter");
    assertThat(RateLimiter.slidingWindow("maps", 1, SECOND)).hasToString("rate limiter 'maps'");
    assertThat(RateLimiter.tokenBucket(1, SECOND)).hasToString("a rate limiter");
  }

  @Test
  void moreThanThereEverIsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limiter.acquire(3))
        .withMessage(
            "permits: expected at most 2, as many as rate limiter 'maps' ever has at once, found"
                + " 3");
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.tryAcquire(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limiter.acquire(0))
        .withMessage("permits: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limiter.tryAcquire(-1))
        .withMessage("permits: expected at least 1, found -1");
    assertThat(limiter.available()).isEqualTo(2);
  }

  @Test
  void numbersOfARateAreAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.tokenBucket(0, SECOND))
        .withMessage("permits: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.tokenBucket(1, Duration.ZERO))
        .withMessage("per: expected a duration above zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.slidingWindow(1, SECOND.negated()))
        .withMessage("per: expected a duration above zero, found PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.tokenBucket(1, SECOND, 0))
        .withMessage("burst: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.slidingWindow(-5, SECOND))
        .withMessage("permits: expected at least 1, found -5");
  }

  @TreadleTest
  void tooLongIsForEver() {
    var once = RateLimiter.slidingWindow(1, Duration.ofSeconds(Long.MAX_VALUE));
    once.acquire();

    sleep(Duration.ofDays(36_500));
    assertThat(once.tryAcquire()).isFalse();
    assertThat(once.untilNext()).isGreaterThan(Duration.ofDays(36_500));
    assertThat(RateLimiter.tokenBucket(9, Duration.ofSeconds(Long.MAX_VALUE)).available())
        .isEqualTo(9);
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> RateLimiter.tokenBucket(1, null))
        .withMessage("per");
    assertThatNullPointerException()
        .isThrownBy(() -> RateLimiter.slidingWindow(null, 1, SECOND))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> RateLimiter.slidingWindow(1, null))
        .withMessage("per");
    assertThatNullPointerException()
        .isThrownBy(() -> RateLimiter.tokenBucket(null, 1, SECOND, 1))
        .withMessage("name");
  }
}
