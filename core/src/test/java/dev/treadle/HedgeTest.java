package dev.treadle;

import static dev.treadle.Treadle.hedge;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.failWhenCancelled;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class HedgeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @TreadleTest(explore = 10_000)
  void aQuickAnswerNeedsNoSecondAttempt() {
    assertThat(Treadle.<Integer>hedge(SECOND, () -> attempts.incrementAndGet())).isEqualTo(1);

    assertThat(attempts).hasValue(1);
  }

  @TreadleTest(explore = 10_000)
  void aSlowOneGetsASecondAttemptBesideIt(Simulation simulation) {
    int winner =
        hedge(
            SECOND,
            () -> {
              int attempt = attempts.incrementAndGet();
              seconds(attempt == 1 ? 10 : 2);
              return attempt;
            });

    assertThat(winner).isEqualTo(2);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest(explore = 10_000)
  void theFirstMayStillWin() {
    int winner =
        hedge(
            SECOND,
            () -> {
              int attempt = attempts.incrementAndGet();
              seconds(2);
              return attempt;
            });

    assertThat(winner).isEqualTo(1);
    assertThat(attempts).hasValue(2);
  }

  @TreadleTest(explore = 10_000)
  void afterAFailureTheSecondAttemptBeginsAtOnce(Simulation simulation) {
    int winner =
        hedge(
            SECOND,
            () -> {
              int attempt = attempts.incrementAndGet();
              if (attempt == 1) {
                fail("boo");
              }
              return attempt;
            });

    assertThat(winner).isEqualTo(2);
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest(explore = 10_000)
  void ifBothFailBothFailuresAreThrown() {
    assertThatThrownBy(() -> hedge(SECOND, () -> failing()))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed ->
                assertThat(failed.failures())
                    .extracting(Throwable::getMessage)
                    .containsExactly("attempt 1", "attempt 2"));
  }

  private String failing() throws Exception {
    fail("attempt " + attempts.incrementAndGet());
    return "never";
  }

  /// Both have one after three seconds.
  private AutoCloseable connection() {
    int attempt = attempts.incrementAndGet();
    Treadle.shield(SECOND.multipliedBy(60), () -> seconds(attempt == 1 ? 3 : 2));
    return closed::incrementAndGet;
  }

  @TreadleTest(explore = 10_000)
  void aValueThatComesTooLateIsClosed() throws Exception {
    var winner = hedge(SECOND, () -> connection());

    assertThat(attempts).hasValue(2);
    assertThat(closed).hasValue(1);
    winner.close();
  }

  @TreadleTest
  void aFailureThatComesTooLateIsLogged() {
    try (var log = LogCapture.begin()) {
      String winner =
          hedge(
              SECOND,
              () -> {
                if (attempts.incrementAndGet() == 1) {
                  failWhenCancelled("cleanup");
                }
                return "value";
              });

      assertThat(winner).isEqualTo("value");
      assertThat(log.messages()).containsExactly("a task that lost a race failed");
      assertThat(log.thrown()).extracting(Throwable::getMessage).containsExactly("cleanup");
    }
  }

  @TreadleTest(explore = 10_000)
  void withoutADelayBothBeginAtOnce(Simulation simulation) {
    hedge(
        Duration.ZERO,
        () -> {
          attempts.incrementAndGet();
          seconds(1);
          return "value";
        });

    assertThat(attempts).hasValue(2);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void aCancellationFromOutsideEndsIt() {
    assertThatThrownBy(() ->
            timeout(
                Duration.ofSeconds(2),
                () ->
                    hedge(
                        SECOND,
                        () -> {
                          forEver();
                          return "never";
                        })))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> hedge(Duration.ofSeconds(-1), () -> "value"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("delay: expected a duration of zero or more, found PT-1S");
    assertThatThrownBy(() -> hedge(SECOND, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
  }
}
