package dev.treadle.retry;

import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.TreadleTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [CircuitBreaker], run as tests.
class CircuitBreakerSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private boolean down;

  private String charge(int cents) throws IOException {
    if (down) {
      throw new IOException("refused");
    }
    return "charged " + cents;
  }

  // @start region="call"
  private final CircuitBreaker payments = CircuitBreaker.create("payments");

  String pay(int cents) throws IOException {
    return payments.call(() -> timeout(Duration.ofSeconds(2), () -> charge(cents)));
  }

  // @end region="call"

  // @start region="settings"
  private final CircuitBreaker search =
      CircuitBreaker.create(
          "search",
          c ->
              c.withFailureRate(0.3, 50, Duration.ofSeconds(30))
                  .withConsecutiveFailures(10)
                  .withPause(Duration.ofSeconds(10))
                  .withCounts(failure -> !(failure instanceof FileNotFoundException))
                  .withListener(change -> log.add(change.to())));

  // @end region="settings"

  // @start region="open"
  String payOrSayWhen(int cents) throws IOException {
    try {
      return pay(cents);
    } catch (CircuitOpenException open) {
      return "try again in " + open.retryAfter().toSeconds() + " s";
    }
  }

  // @end region="open"

  @TreadleTest
  void aServiceThatIsDownIsNotAskedAnyMore() throws IOException {
    assertThat(pay(100)).isEqualTo("charged 100");
    down = true;
    for (int i = 0; i < 19; i++) {
      assertThat(catchThrowable(() -> pay(100))).isInstanceOf(IOException.class);
    }

    assertThat(catchThrowable(() -> pay(100))).isInstanceOf(CircuitOpenException.class);
    assertThat(payOrSayWhen(100)).startsWith("try again in ");
  }

  @TreadleTest
  void aListenerHears() {
    down = true;
    for (int i = 0; i < 10; i++) {
      assertThat(catchThrowable(() -> search.call(() -> charge(1)))).isNotNull();
    }

    assertThat(log).containsExactly(CircuitBreaker.State.OPEN);
  }
}
