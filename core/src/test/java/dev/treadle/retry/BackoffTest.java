package dev.treadle.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.IntStream;

class BackoffTest {

  private static final IOException FAILURE = new IOException("refused");

  private static Duration delay(Backoff backoff, int failures) {
    return backoff.delay(failures, FAILURE);
  }

  @TreadleTest
  void noneWaitsForNothing() {
    assertThat(delay(Backoff.none(), 1)).isZero();
    assertThat(delay(Backoff.none(), 100)).isZero();
  }

  @TreadleTest
  void aFixedDelayIsAlwaysTheSame() {
    var backoff = Backoff.fixed(Duration.ofSeconds(3));

    assertThat(delay(backoff, 1)).isEqualTo(Duration.ofSeconds(3));
    assertThat(delay(backoff, 100)).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest
  void anExponentialDelayDoublesUpToItsLimit() {
    var backoff = Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(1)).withJitter(0);

    assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> delay(backoff, n).toMillis()))
        .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
  }

  @TreadleTest
  void anExponentialDelayNeverOverflows() {
    var backoff = Backoff.exponential(Duration.ofNanos(3), Duration.ofDays(400_000)).withJitter(0);
    var longest = Duration.ofNanos(Long.MAX_VALUE);

    var before = Duration.ZERO;
    for (int failures = 1; failures < 200; failures++) {
      var delay = delay(backoff, failures);
      assertThat(delay).isBetween(before, longest);
      before = delay;
    }
    assertThat(delay(backoff, Integer.MAX_VALUE)).isEqualTo(before);
  }

  @TreadleTest(explore = 200)
  void jitterShortensADelayByUpToItsPart() {
    var half = Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1));
    var whole = half.withJitter(1);

    assertThat(delay(half, 2)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(delay(whole, 2)).isBetween(Duration.ZERO, Duration.ofSeconds(2));
  }

  @TreadleTest
  void jitterIsAnotherEachTime() {
    var backoff = Backoff.fixed(Duration.ofSeconds(1)).withJitter(0.5);
    var delays = new HashSet<Duration>();
    for (int i = 0; i < 100; i++) {
      delays.add(delay(backoff, 1));
    }

    assertThat(delays).hasSizeGreaterThan(90);
    assertThat(delays)
        .allSatisfy(
            delay -> assertThat(delay).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1)));
  }

  @TreadleTest
  void aDelayCanDependOnTheFailure() {
    var backoff =
        Backoff.of((failures, last) ->
            last instanceof CircuitOpenException open
                ? open.retryAfter()
                : Duration.ofSeconds(failures));

    assertThat(delay(backoff, 2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(backoff.delay(2, new CircuitOpenException("open", Duration.ofSeconds(30))))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @TreadleTest
  void whatCannotBeWaitedForIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.fixed(Duration.ofSeconds(-1)))
        .withMessage("delay: expected a duration of zero or more, found PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.exponential(Duration.ZERO, Duration.ofSeconds(1)))
        .withMessage("first: expected a duration above zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .withMessage("most: expected at least first, PT2S, found PT1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.none().withJitter(1.5))
        .withMessage("part: expected 0 to 1, found 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.none().withJitter(Double.NaN))
        .withMessage("part: expected 0 to 1, found NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> delay(Backoff.none(), 0))
        .withMessage("failures: expected at least 1, found 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> delay(Backoff.of((_, _) -> Duration.ofSeconds(-1)), 1))
        .withMessage("backoff: expected a delay of zero or more, found PT-1S");
  }
}
