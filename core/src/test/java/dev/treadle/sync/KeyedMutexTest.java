package dev.treadle.sync;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyedMutexTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final KeyedMutex<String> mutex = KeyedMutex.create("account");
  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();

  private void hold(String key, Duration duration) {
    try (var _ = mutex.acquire(key)) {
      log.add(key);
      sleep(duration);
    }
  }

  /// Is inside for a moment, and notices if somebody else is.
  private void enter(String key) {
    enter(mutex, key);
  }

  private void enter(KeyedMutex<String> keys, String key) {
    try (var _ = keys.acquire(key)) {
      assertThat(inside.incrementAndGet()).isEqualTo(1);
      Thread.yield();
      inside.decrementAndGet();
      log.add(key);
    }
  }

  // --- Keys

  @TreadleTest
  void theSameKeyIsForOneAtATime(Simulation simulation) {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> hold("ann", SECOND));
      }
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(3));
  }

  @TreadleTest
  void differentKeysDoNotWaitForEachOther(Simulation simulation) {
    TaskGroup.run(group -> {
      for (var key : List.of("ann", "bob", "eve")) {
        group.start(() -> hold(key, SECOND));
      }
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void keysThatAreEqualAreTheSame(Simulation simulation) {
    TaskGroup.run(group -> {
      for (var key : List.of("ann and bob", "ann and eve")) {
        group.start(() -> hold(key.substring(0, 3), SECOND));
      }
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest
  void oneTaskMayHoldSeveralKeys() {
    try (var _ = mutex.acquire("ann");
        var _ = mutex.acquire("bob")) {
      assertThat(mutex.isHeld("ann")).isTrue();
      assertThat(mutex.isHeld("bob")).isTrue();
      assertThat(mutex.isHeld("eve")).isFalse();
      assertThat(mutex.statistics()).isEqualTo(new KeyedMutex.Statistics(2, 0));
    }
    assertThat(mutex.statistics()).isEqualTo(new KeyedMutex.Statistics(0, 0));
  }

  @TreadleTest
  void tryAcquireTakesAKeyThatIsFree(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> hold("ann", SECOND));
      simulation.awaitBlocked();

      assertThat(mutex.tryAcquire("ann")).isNull();
      Objects.requireNonNull(mutex.tryAcquire("bob")).close();
      assertThat(mutex.size()).isEqualTo(1);
    });

    Objects.requireNonNull(mutex.tryAcquire("ann")).close();
    assertThat(mutex.size()).isZero();
  }

  @TreadleTest
  void aFairOneServesInOrderOfArrival(Simulation simulation) {
    var fair = KeyedMutex.<String>fair();
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        int number = i;
        group.start(() -> {
          try (var _ = fair.acquire("ann")) {
            log.add(number);
            sleep(SECOND);
          }
        });
        simulation.awaitBlocked();
      }
    });

    assertThat(log).containsExactly(0, 1, 2, 3);
  }

  // --- Memory

  @TreadleTest(
      explore = 30_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync.KeyLine", "dev.treadle.sync.KeyedMutex"})
  void aKeyThatNobodyUsesVanishesAndExcludesAgainWhenItComesBack() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        group.start(() -> {
          enter("ann");
          enter("ann");
        });
      }
    });

    assertThat(log).hasSize(4);
    assertThat(mutex.size()).isZero();
  }

  @Test
  void aMillionKeysLeaveNothingBehind() {
    var million = KeyedMutex.<Integer>create();
    int most = 0;
    for (int key = 0; key < 1_000_000; key++) {
      million.acquire(key).close();
      most = Math.max(most, million.size());
    }

    assertThat(most).isZero();
  }

  @TreadleTest
  void aTokenThatIsClosedTwiceGivesBackOnce(Simulation simulation) {
    TaskGroup.run(group -> {
      var token = mutex.acquire("ann");
      group.start(() -> hold("ann", SECOND));
      simulation.awaitBlocked();
      token.close();
      token.close();
      simulation.awaitBlocked();
      token.close();

      assertThat(mutex.isHeld("ann")).isTrue();
      assertThat(mutex.tryAcquire("ann")).isNull();
    });

    assertThat(mutex.size()).isZero();
  }

  @TreadleTest
  void aTokenMayBeTakenOver() {
    var token = mutex.acquire("ann");
    TaskGroup.run(group -> group.start(() -> token.adopt().close()));

    assertThat(mutex.size()).isZero();
  }

  // --- Cancellation

  @TreadleTest(
      explore = 35_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync.KeyLine", "dev.treadle.sync.KeyedMutex"})
  void whoIsCancelledWheneverLeavesNothingBehind() {
    TaskGroup.run(group -> {
      group.start(() -> enter("ann"));
      var leaving = group.start(() -> enter("ann"));
      group.start(() -> enter("ann"));
      group.start(() -> leaving.cancel("just then"));
    });

    assertThat(log.size()).isIn(2, 3);
    assertThat(mutex.size()).isZero();
  }

  @TreadleTest(
      explore = 30_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync.KeyLine", "dev.treadle.sync.KeyedMutex"})
  void whoIsCancelledWheneverLeavesNothingBehindInAFairOne() {
    var fair = KeyedMutex.<String>fair();
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        var task = group.start(() -> enter(fair, "ann"));
        if (i > 0) {
          group.start(() -> task.cancel("just then"));
        }
      }
    });

    assertThat(log.size()).isBetween(1, 3);
    assertThat(fair.size()).isZero();
  }

  @TreadleTest(
      explore = 35_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync.KeyLine", "dev.treadle.sync.KeyedMutex"})
  void cancelledAndTryingAndComingBackTheyNeverMeet() {
    TaskGroup.run(group -> {
      var leaving = group.start(() -> enter("ann"));
      group.start(() -> leaving.cancel("just then"));
      group.start(() -> {
        var token = mutex.tryAcquire("ann");
        if (token != null) {
          assertThat(inside.incrementAndGet()).isEqualTo(1);
          inside.decrementAndGet();
          token.close();
        }
      });
      group.start(() -> enter("ann"));
    });

    assertThat(mutex.size()).isZero();
  }

  @TreadleTest
  void afterATimeoutTheKeyIsTheHoldersStill(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> hold("ann", SECOND.multipliedBy(2)));
      simulation.awaitBlocked();
      boolean ended = moveOnAfter(SECOND, () -> hold("ann", SECOND));

      assertThat(ended).isFalse();
      assertThat(mutex.statistics()).isEqualTo(new KeyedMutex.Statistics(1, 0));
    });
  }

  @TreadleTest
  void itIsAWaitAlsoIfTheKeyIsFree() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      log.add(catchThrowable(() -> mutex.acquire("ann")));
    });

    assertThat(log).singleElement().isInstanceOf(Cancelled.class);
    assertThat(mutex.size()).isZero();
  }

  // --- Mistakes

  @TreadleTest
  void itIsNotReentrant() {
    try (var _ = mutex.acquire("ann")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> mutex.acquire("ann"))
          .withMessageStartingWith("mutex 'account' for 'ann' is held by the caller already");
      assertThatIllegalStateException().isThrownBy(() -> mutex.tryAcquire("ann"));
    }

    assertThat(mutex.size()).isZero();
  }

  @TreadleTest
  void aHolderThatEndsWithoutGivingBackIsNamedToThoseWhoWait(Simulation simulation) {
    TaskGroup.supervise(
        failure -> log.add(failure.getMessage()),
        group -> {
          group.start(
              "careless",
              () -> {
                var _ = mutex.acquire("ann");
                sleep(SECOND);
              });
          simulation.awaitBlocked();
          group.start(() -> hold("ann", SECOND));
        });

    assertThat(log)
        .singleElement()
        .asString()
        .startsWith("mutex 'account' for 'ann' was held by task 'main/careless', which ended");
  }

  @TreadleTest
  void aDeadlockThroughTwoKeysIsFound() {
    TaskGroup.run(group -> {
      group.start("a", () -> holdBoth("ann", "bob"));
      group.start("b", () -> holdBoth("bob", "ann"));
      sleep(SECOND.multipliedBy(2));
      assertThat(TaskTree.capture().cycles())
          .singleElement()
          .hasToString(
              "main/a waits for mutex 'account' for 'bob' of main/b waits for mutex 'account' for"
                  + " 'ann' of main/a");
      assertThat(mutex.statistics()).isEqualTo(new KeyedMutex.Statistics(2, 2));
      group.cancel("seen");
    });

    assertThat(mutex.size()).isZero();
  }

  private void holdBoth(String first, String second) {
    try (var _ = mutex.acquire(first)) {
      sleep(SECOND);
      hold(second, SECOND);
    }
  }

  @TreadleTest
  void itSaysWhatItIs() {
    assertThat(mutex).hasToString("mutex 'account' for many keys");
    assertThat(KeyedMutex.create()).hasToString("a mutex for many keys");
    assertThat(KeyedMutex.fair("account")).hasToString("mutex 'account' for many keys");
  }

  @TreadleTest
  @SuppressWarnings("NullAway")
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> mutex.acquire(null)).withMessage("key");
    assertThatNullPointerException().isThrownBy(() -> mutex.tryAcquire(null)).withMessage("key");
    assertThatNullPointerException().isThrownBy(() -> mutex.isHeld(null)).withMessage("key");
    assertThatNullPointerException().isThrownBy(() -> KeyedMutex.create(null)).withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> KeyedMutex.fair(null)).withMessage("name");
    assertThat(mutex.size()).isZero();
  }
}
