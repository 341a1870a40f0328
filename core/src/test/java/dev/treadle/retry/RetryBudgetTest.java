package dev.treadle.retry;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class RetryBudgetTest {

  private final AtomicInteger attempts = new AtomicInteger();

  private void callAndFail(Retry retry) {
    assertThat(
            catchThrowable(() ->
                retry.run(() -> {
                  attempts.incrementAndGet();
                  throw new IOException("overloaded");
                })))
        .isInstanceOf(IOException.class);
  }

  @TreadleTest
  void itBeginsWithItsReserve() {
    var budget = RetryBudget.of(0.1, 3);

    assertThat(budget.available()).isEqualTo(3);
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget).hasToString("retry budget (2 of 3 left)");
  }

  @TreadleTest
  void aServiceThatFailsEveryCallGetsATenthMoreAndTheReserve() {
    var retry = Retry.of(3).withBackoff(Backoff.none()).withBudget(RetryBudget.of(0.1, 20));
    for (int i = 0; i < 1_000; i++) {
      callAndFail(retry);
    }

    assertThat(attempts.get()).isBetween(1_110, 1_120);
  }

  @TreadleTest
  void callsSaveUpNoMoreThanTheReserve() {
    var budget = RetryBudget.of(1, 5);
    for (int i = 0; i < 100; i++) {
      budget.called();
    }

    assertThat(budget.available()).isEqualTo(5);
  }

  @TreadleTest
  void theReserveFillsWithinAMinute() {
    var budget = RetryBudget.of(0, 60);
    while (budget.tryTake()) {
      attempts.incrementAndGet();
    }
    assertThat(attempts).hasValue(60);
    sleep(Duration.ofSeconds(30));
    assertThat(budget.available()).isBetween(29, 30);
    sleep(Duration.ofSeconds(31));

    assertThat(budget.available()).isEqualTo(60);
  }

  @TreadleTest
  void askingOftenDoesNotSlowTheFilling() {
    var budget = RetryBudget.of(0, 60);
    while (budget.tryTake()) {
      attempts.incrementAndGet();
    }
    for (int i = 0; i < 30_000; i++) {
      sleep(Duration.ofMillis(1));
      assertThat(budget.available()).isLessThanOrEqualTo(30);
    }

    assertThat(budget.available()).isBetween(28, 30);
  }

  @TreadleTest
  void severalRetriesMayShareOne() {
    var budget = RetryBudget.of(0, 3);
    callAndFail(Retry.of(3).withBackoff(Backoff.none()).withBudget(budget));
    callAndFail(Retry.of(3).withBackoff(Backoff.none()).withBudget(budget));

    assertThat(attempts).hasValue(5);
  }

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.retry")
  void neverMoreAreTakenThanThereAre() {
    var budget = RetryBudget.of(0, 2);
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        group.start(() -> {
          if (budget.tryTake()) {
            attempts.incrementAndGet();
          }
        });
      }
    });

    assertThat(attempts).hasValue(2);
    assertThat(budget.available()).isZero();
  }

  @TreadleTest
  void whatIsNoBudgetIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryBudget.of(-0.1, 10))
        .withMessage("ratio: expected 0 to 1, found -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryBudget.of(0.1, 0))
        .withMessage("reserve: expected at least 1, found 0");
  }
}
