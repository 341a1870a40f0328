package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

class AbandonableTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  // Long enough for an interrupt to be repeated, and no longer: every repetition is simulated.
  private static final Duration LONG = Duration.ofSeconds(3);
  private static final Duration HOUR = Duration.ofHours(1);

  private final long start = World.current().nanoTime();
  private final List<String> late = new CopyOnWriteArrayList<>();

  private Duration elapsed() {
    return Duration.ofNanos(World.current().nanoTime() - start);
  }

  /// What nothing can interrupt.
  private static String deafFor(Duration duration) {
    long end = World.current().nanoTime() + duration.toNanos();
    var lock = new ReentrantLock();
    lock.lock();
    var done = lock.newCondition();
    for (long left = duration.toNanos(); left > 0; left = end - World.current().nanoTime()) {
      var timer = World.current().schedule(left, () -> {});
      try {
        var _ = done.awaitNanos(left);
      } catch (InterruptedException e) {
        // deaf
      } finally {
        timer.cancel();
      }
    }
    lock.unlock();
    return "value";
  }

  @TreadleTest(explore = 10_000)
  void withoutACancellationTheValueIsReturned() {
    try (var pool = VirtualPool.of(1)) {
      var value = pool.offloads().abandonable(late::add, () -> deafFor(SECOND));

      assertThat(value).isEqualTo("value");
      assertThat(late).isEmpty();
    }
  }

  @TreadleTest(explore = 10_000)
  void aCancelledCallerLeavesAtOnceAndTheLateValueGoesToItsHandler() {
    try (var pool = VirtualPool.of(1)) {
      boolean ended =
          moveOnAfter(
              SECOND,
              () -> {
                var _ = pool.offloads().abandonable(late::add, () -> deafFor(LONG));
              });

      assertThat(ended).isFalse();
      assertThat(elapsed()).isEqualTo(SECOND);
      assertThat(late).isEmpty();
      sleep(LONG.minus(SECOND).plusNanos(1));
      assertThat(late).containsExactly("value");
    }
  }

  @TreadleTest(explore = 10_000)
  void anAbandonedBodyKeepsItsPermitUntilItEnds() {
    try (var pool = VirtualPool.of(1)) {
      var _ =
          moveOnAfter(
              SECOND,
              () -> {
                var _ = pool.offloads().abandonable(late::add, () -> deafFor(LONG));
              });
      pool.run(() -> late.add("next"));

      assertThat(late).containsExactly("value", "next");
      assertThat(elapsed()).isEqualTo(LONG);
    }
  }

  @TreadleTest(explore = 10_000)
  void anAbandonedBodyIsCancelled() {
    try (var pool = VirtualPool.of(1)) {
      var _ =
          moveOnAfter(SECOND, () -> pool.offloads().abandonable(late::add, () -> sleepAndSay()));
      pool.run(() -> late.add("next"));

      assertThat(late).containsExactly("cancelled", "next");
      assertThat(elapsed()).isEqualTo(SECOND);
    }
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.Strand")
  void alsoIfItsCallerIsGoneBeforeTheCancellationHasGotThere() {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        var task = group.start(() -> pool.offloads().abandonable(late::add, () -> sleepAndSay()));
        sleep(SECOND);
        task.cancel("given up");
      });
      pool.run(() -> late.add("next"));

      assertThat(late).containsExactly("cancelled", "next");
      assertThat(elapsed()).isEqualTo(SECOND);
    }
  }

  private String sleepAndSay() {
    try {
      Treadle.gather(() -> sleep(HOUR), () -> sleep(HOUR));
    } finally {
      late.add("cancelled");
    }
    return "not reached";
  }

  @TreadleTest(explore = 10_000)
  void aShieldInAnAbandonedBodyHolds() {
    try (var pool = VirtualPool.of(1)) {
      var _ =
          moveOnAfter(
              SECOND,
              () ->
                  pool.offloads()
                      .abandonable(
                          late::add,
                          () -> {
                            shield(HOUR, () -> sleep(SECOND.multipliedBy(3)));
                            return "shielded";
                          }));

      assertThat(elapsed()).isEqualTo(SECOND);
      sleep(SECOND.multipliedBy(3));
      assertThat(late).containsExactly("shielded");
    }
  }

  @TreadleTest(explore = 10_000)
  void aBodyThatWaitsForAThreadIsNotRunAfterACancellation() {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        group.start(() -> pool.run(() -> Thread.sleep(SECOND.multipliedBy(2))));
        sleep(Duration.ofMillis(1));
        var ended = moveOnAfter(SECOND, () -> pool.offloads().abandonable(late::add, () -> "ran"));
        assertThat(ended).isEmpty();
      });

      assertThat(late).isEmpty();
    }
  }

  @TreadleTest(explore = 20_000)
  void theValueGoesToTheCallerOrToTheHandlerAndNeverToBothOrNeither() {
    try (var pool = VirtualPool.of(1)) {
      var returned = new CopyOnWriteArrayList<String>();
      TaskGroup.run(group -> {
        var task =
            group.start(
                () -> returned.add(pool.offloads().abandonable(late::add, () -> deafFor(SECOND))));
        group.start(() -> {
          sleep(SECOND);
          task.cancel("at the same time");
        });
      });

      sleep(SECOND);
      assertThat(returned.size() + late.size()).isEqualTo(1);
    }
  }

  @TreadleTest(explore = 10_000)
  void itsCallerMayEndLongBeforeIt() {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        var task = group.start(() -> pool.offloads().abandonable(late::add, () -> deafFor(LONG)));
        sleep(SECOND);
        task.cancel("given up");
      });

      assertThat(elapsed()).isEqualTo(SECOND);
      sleep(LONG);
      assertThat(late).containsExactly("value");
    }
  }

  @TreadleTest
  void aFailureOfTheHandlerLeavesTheThreadUsable() {
    try (var pool = VirtualPool.of(1)) {
      var _ =
          moveOnAfter(
              SECOND,
              () ->
                  pool.offloads()
                      .abandonable(
                          _ -> {
                            throw new IllegalStateException("handler");
                          },
                          () -> deafFor(SECOND.multipliedBy(2))));

      assertThat(pool.<String, RuntimeException>call(() -> "next")).isEqualTo("next");
    }
  }

  @TreadleTest
  void anInterruptThatTheHandlerLeftIsNotTheNextBodys() {
    try (var pool = VirtualPool.of(1)) {
      var _ =
          moveOnAfter(
              SECOND,
              () ->
                  pool.offloads()
                      .abandonable(_ -> Thread.currentThread().interrupt(), () -> deafFor(LONG)));

      // It waits for the thread meanwhile, so the thread is never idle between the two.
      boolean interrupted = pool.call(() -> Thread.currentThread().isInterrupted());

      assertThat(interrupted).isFalse();
    }
  }

  @TreadleTest
  void aFailureBeforeAnyCancellationIsThrown() {
    try (var pool = VirtualPool.of(1)) {
      assertThatThrownBy(() ->
              pool.offloads()
                  .<String, IOException>abandonable(
                      late::add,
                      () -> {
                        throw new IOException("no such host");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("no such host");
    }
  }

  @TreadleTest(explore = 10_000)
  void insideAnOffloadedBodyItTakesAThreadOfItsOwn() {
    try (var pool = VirtualPool.of(1)) {
      boolean ended =
          moveOnAfter(
              SECOND,
              () ->
                  pool.run(() -> {
                    var _ = pool.offloads().abandonable(late::add, () -> deafFor(LONG));
                  }));

      assertThat(ended).isFalse();
      assertThat(elapsed()).isEqualTo(SECOND);
      sleep(LONG);
      assertThat(late).containsExactly("value");
    }
  }
}
