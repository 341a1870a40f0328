package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OffloadPoolTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  private void work() throws InterruptedException {
    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
    Thread.sleep(SECOND);
    running.decrementAndGet();
  }

  @TreadleTest(explore = 10_000)
  void soManyBodiesRunAtATimeAsTheLimitSays() {
    try (var pool = VirtualPool.of(2)) {
      Treadle.gather(
          IntStream.range(0, 5).boxed().toList(),
          _ -> {
            offloadedWork(pool);
            return true;
          });

      assertThat(mostAtOnce).hasValue(2);
    }
  }

  private @org.jspecify.annotations.Nullable Void offloadedWork(VirtualPool pool)
      throws InterruptedException {
    pool.run(this::work);
    return null;
  }

  @TreadleTest(explore = 10_000)
  void thoseWhoWaitForAThreadAreServedInOrderOfArrival() {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        for (var name : List.of("a", "b", "c", "d")) {
          group.start(() ->
              pool.run(() -> {
                log.add(name);
                Thread.sleep(SECOND);
              }));
          sleep(Duration.ofMillis(1));
        }
      });

      assertThat(log).containsExactly("a", "b", "c", "d");
    }
  }

  @TreadleTest(explore = 10_000)
  void whoIsCancelledWhileWaitingForAThreadLeavesTheQueueAtOnce(Simulation simulation) {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        group.start(() -> pool.run(this::work));
        sleep(Duration.ofMillis(1));

        boolean ended =
            moveOnAfter(Duration.ofMillis(10), () -> pool.run(() -> log.add("ran after all")));

        assertThat(ended).isFalse();
        assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(11));
        assertThat(pool.offloads().pool(0).waiting()).isZero();
      });

      assertThat(log).isEmpty();
    }
  }

  @TreadleTest(explore = 10_000)
  void aCancellationAsTheThreadBecomesFreeLosesNeitherThreadNorTurn() {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        group.start(() -> pool.run(this::work));
        sleep(Duration.ofMillis(1));
        var second = group.start(() -> pool.run(() -> {}));
        group.start(() -> pool.run(() -> log.add("third")));
        sleep(Duration.ofMillis(999));
        second.cancel("just then");
      });

      assertThat(log).containsExactly("third");
    }
  }

  @TreadleTest(explore = 10_000)
  void anIdleThreadIsUsedBeforeANewOneIsStarted() {
    try (var pool = VirtualPool.of(4)) {
      pool.run(() -> log.add(Thread.currentThread().getName()));
      sleep(SECOND);
      pool.run(() -> log.add(Thread.currentThread().getName()));

      assertThat(log).containsExactly("pool-1", "pool-1");
      assertThat(pool.threads()).isEqualTo(1);
    }
  }

  @TreadleTest(explore = 10_000)
  void workThatComesAsAnIdleThreadEndsIsDone() {
    try (var pool = VirtualPool.of(1)) {
      pool.run(() -> {});
      sleep(Duration.ofSeconds(30));
      pool.run(() -> log.add("done"));

      assertThat(log).containsExactly("done");
    }
  }

  @TreadleTest(explore = 10_000)
  void aBodyDoesNotInheritTheInterruptOfTheOneBefore() {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        var spoiler = group.start(() -> pool.run(() -> Thread.currentThread().interrupt()));
        var clean = group.start(() -> pool.call(() -> Thread.currentThread().isInterrupted()));

        assertThat(clean.await()).isFalse();
        spoiler.await();
      });
    }
  }

  @TreadleTest
  void anInterruptOfAThreadThatHasNothingToDoIsForNobody() {
    try (var pool = VirtualPool.of(1)) {
      Thread thread = pool.call(() -> Thread.currentThread());
      sleep(SECOND);
      thread.interrupt();
      sleep(SECOND);

      boolean interrupted = pool.call(() -> Thread.currentThread().isInterrupted());

      assertThat(interrupted).isFalse();
    }
  }

  @TreadleTest(explore = 10_000)
  void ifNoThreadCanBeStartedEverybodyWhoWaitsIsTold() {
    var refused = new OutOfMemoryError("unable to create native thread");
    var offloads =
        new Offloads(
            () -> 1,
            _ -> {
              Thread.yield();
              throw refused;
            },
            false);

    var outcomes =
        Treadle.gatherOutcomes(List.of(1, 2, 3), i -> offloads.<Integer, Exception>call(() -> i));

    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome).isEqualTo(new Outcome.Failure<>(refused)));
    assertThat(offloads.pool(0).threads()).isZero();
    assertThat(offloads.pool(0).waiting()).isZero();
  }

  @Test
  void theLimitOfAPropertyMustBeANumberAboveZero() {
    System.setProperty("treadle.test.limit", "many");
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Offloads.configured("treadle.test.limit", 7))
          .withMessage(
              "system property treadle.test.limit: expected a whole number from 1 to 999999999,"
                  + " found 'many'");
    } finally {
      System.clearProperty("treadle.test.limit");
    }
  }

  @Test
  void theLimitIsThePropertysOrTheDefault() {
    System.setProperty("treadle.test.limit", "12");
    try {
      assertThat(Offloads.configured("treadle.test.limit", 7)).isEqualTo(12);
      assertThat(Offloads.configured("treadle.test.other", 7)).isEqualTo(7);
    } finally {
      System.clearProperty("treadle.test.limit");
    }
  }

  // --- Nesting

  @TreadleTest(explore = 10_000)
  void aBodyInABodyRunsOnTheSameThread() {
    try (var pool = VirtualPool.of(1)) {
      pool.run(() -> {
        var outer = Thread.currentThread();
        pool.run(() -> assertThat(Thread.currentThread()).isSameAs(outer));
      });

      assertThat(pool.threads()).isEqualTo(1);
    }
  }

  @TreadleTest(explore = 10_000)
  void tenTimesTheLimitOfBodiesWhoseTasksOffloadInTurnAllEnd() {
    var leaves = new AtomicInteger();
    try (var pool = VirtualPool.of(1)) {
      Treadle.gather(
          IntStream.range(0, 10).boxed().toList(),
          _ -> pool.call(() -> Treadle.gather(List.of(1, 2), _ -> leaf(pool, leaves))));
    }

    assertThat(leaves).hasValue(20);
  }

  private static int leaf(VirtualPool pool, AtomicInteger leaves) throws Exception {
    return pool.call(() -> {
      Thread.sleep(SECOND);
      return leaves.incrementAndGet();
    });
  }

  @TreadleTest(explore = 10_000)
  void aBodyMayAwaitATaskThatItStartedInAGroupAroundItAndThatOffloads() {
    try (var pool = VirtualPool.of(1)) {
      var value =
          TaskGroup.<String>call(group ->
              pool.call(() -> group.start(() -> pool.call(() -> "from the inner one")).await()));

      assertThat(value).isEqualTo("from the inner one");
    }
  }

  @TreadleTest(explore = 10_000)
  void valuesOfAnotherContextDoNotHideThatABodyIsAround() {
    var elsewhere = Context.current();
    try (var pool = VirtualPool.of(1)) {
      pool.run(() -> elsewhere.run(() -> Treadle.gather(() -> pool.run(() -> log.add("inner")))));

      assertThat(log).containsExactly("inner");
    }
  }

  @TreadleTest(explore = 10_000)
  void kindsThatOffloadToEachOtherEnd() {
    var ended = new AtomicBoolean();
    try (var one = VirtualPool.of(1);
        var other = VirtualPool.of(1)) {
      Treadle.gather(
          () -> one.run(() -> Treadle.gather(() -> other.run(() -> one.run(() -> {})))),
          () -> other.run(() -> Treadle.gather(() -> one.run(() -> other.run(() -> {})))));
      ended.set(true);
    }

    assertThat(ended).isTrue();
  }

  @TreadleTest
  @SuppressWarnings("NullAway")
  void nothingIsRunWithoutABody() {
    assertThatThrownBy(() -> Treadle.blocking((Body<String, RuntimeException>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
  }
}
