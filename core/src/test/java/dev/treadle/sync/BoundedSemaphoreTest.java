package dev.treadle.sync;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class BoundedSemaphoreTest {

  private final List<Object> log = new CopyOnWriteArrayList<>();

  @TreadleTest
  void whatWasTakenMayBeReleased() {
    var semaphore = BoundedSemaphore.of(3);
    semaphore.take(2);
    semaphore.take();
    semaphore.release();
    semaphore.release(2);

    assertThat(semaphore.available()).isEqualTo(3);
  }

  @TreadleTest
  void toReleaseWhatWasNotTakenIsRefused() {
    var semaphore = BoundedSemaphore.of("seats", 2);

    assertThatIllegalStateException()
        .isThrownBy(semaphore::release)
        .withMessage(
            "semaphore 'seats': expected to be given back at most what was taken, 0, found 1; what"
                + " acquire() returned is given back by its close()");
    assertThat(semaphore.available()).isEqualTo(2);
  }

  @TreadleTest
  void toReleaseMoreThanWasTakenIsRefusedAltogether() {
    var semaphore = BoundedSemaphore.of(3);
    semaphore.take();

    assertThatIllegalStateException().isThrownBy(() -> semaphore.release(2));
    assertThat(semaphore.available()).isEqualTo(2);
    semaphore.release();
    assertThat(semaphore.available()).isEqualTo(3);
  }

  @TreadleTest
  void whatATokenStandsForCannotBeReleasedWithoutIt() {
    var semaphore = BoundedSemaphore.of(2);
    try (var _ = semaphore.acquire()) {
      assertThatIllegalStateException().isThrownBy(semaphore::release);
      assertThat(semaphore.available()).isEqualTo(1);
    }
    assertThat(semaphore.available()).isEqualTo(2);
  }

  @TreadleTest
  void whatWasTakenByTryingMayBeReleased() {
    var semaphore = BoundedSemaphore.of(2);

    assertThat(semaphore.tryTake(2)).isTrue();
    semaphore.release(2);
    assertThat(semaphore.available()).isEqualTo(2);
  }

  @TreadleTest
  void whatCanNeverBeHadIsRefused() {
    var semaphore = BoundedSemaphore.fair("memory", 64);
    var message = "permits: expected 1 to 64, the bound of semaphore 'memory', found 65";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.acquire(65))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.tryAcquire(65))
        .withMessage(message);
    assertThatIllegalArgumentException().isThrownBy(() -> semaphore.take(65)).withMessage(message);
    semaphore.acquire(64).close();
    assertThat(semaphore.available()).isEqualTo(64);
  }

  @TreadleTest
  void itKnowsItsBound() {
    assertThat(BoundedSemaphore.of("seats", 2).bound()).isEqualTo(2);
    assertThat(BoundedSemaphore.fair(3).bound()).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundedSemaphore.of(-1))
        .withMessage("permits: expected at least 0, found -1");
  }

  @TreadleTest
  @SuppressWarnings("NullAway")
  void aNameMustNotBeNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> BoundedSemaphore.of(null, 1))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> BoundedSemaphore.fair(null, 1))
        .withMessage("name");
  }

  @TreadleTest
  void aFairOneIsFair() {
    var semaphore = BoundedSemaphore.fair(1);
    TaskGroup.run(group -> {
      var token = semaphore.acquire();
      group.start(() -> {
        try (var _ = semaphore.acquire()) {
          log.add("waited");
        }
      });
      sleep(Duration.ofMillis(1));
      token.close();
      try (var _ = semaphore.acquire()) {
        log.add("again");
      }
    });

    assertThat(log).containsExactly("waited", "again");
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.sync")
  void neverMoreAreReleasedThanWereTaken() {
    var semaphore = BoundedSemaphore.of(2);
    var refused = new AtomicInteger();
    TaskGroup.run(group -> {
      group.start(() -> semaphore.acquire().close());
      group.start(() -> semaphore.take());
      for (int i = 0; i < 2; i++) {
        group.start(() -> {
          try {
            semaphore.release();
          } catch (IllegalStateException nothingTaken) {
            refused.incrementAndGet();
          }
        });
      }
    });

    assertThat(refused.get()).isBetween(1, 2);
    assertThat(semaphore.available()).isEqualTo(3 - refused.get());
  }

  @TreadleTest
  void aHolderThatEndsIsToldToThoseWhoWould() {
    var semaphore = BoundedSemaphore.of("seats", 1);
    TaskGroup.run(group -> group.start("careless", () -> semaphore.acquire()));

    assertThatIllegalStateException()
        .isThrownBy(semaphore::take)
        .withMessageStartingWith("semaphore 'seats' lacks a permit that task 'main/careless' held");
  }

  // --- Cancellation

  @TreadleTest(explore = 50_000, timeout = "5m", racePoints = "dev.treadle.sync")
  void whoeverIsCancelledNoPermitIsLostOrGivenBackTwice() {
    cancelSome(BoundedSemaphore.of(2));
  }

  @TreadleTest(explore = 50_000, timeout = "5m", racePoints = "dev.treadle.sync")
  void whoeverIsCancelledNoPermitOfAFairOneIsLostOrGivenBackTwice() {
    cancelSome(BoundedSemaphore.fair(2));
  }

  /// One who acquires and one who takes are cancelled at any moment, as others do the same; they
  /// hold up nobody, and what may be released is what was taken.
  private void cancelSome(BoundedSemaphore semaphore) {
    var served = new AtomicInteger();
    TaskGroup.run(group -> {
      var acquiring = group.start(() -> acquire(semaphore, 2, served));
      var taking = group.start(() -> take(semaphore, 2, served));
      group.start(() -> acquire(semaphore, 1, served));
      group.start(() -> take(semaphore, 1, served));
      group.start(() -> acquiring.cancel("enough"));
      group.start(() -> taking.cancel("enough"));
    });

    assertThat(served.get()).isBetween(2, 4);
    assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(2, 0, Duration.ZERO));
    assertThatIllegalStateException().isThrownBy(semaphore::release);
  }

  private static void acquire(BoundedSemaphore semaphore, int permits, AtomicInteger served) {
    try (var _ = semaphore.acquire(permits)) {
      served.incrementAndGet();
    }
  }

  private static void take(BoundedSemaphore semaphore, int permits, AtomicInteger served) {
    semaphore.take(permits);
    served.incrementAndGet();
    semaphore.release(permits);
  }
}
