package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final Cancelled.Origin ORIGIN =
      new Cancelled.Origin("enough", "task 'crawl/1'", "Crawler.stop(Crawler.java:7)");

  @Test
  void aSuccessHasAValue() {
    var outcome = new Outcome.Success<>("page");

    assertThat(outcome.value()).isEqualTo("page");
    assertThat(outcome.isSuccess()).isTrue();
  }

  @SuppressWarnings("NullAway")
  @Test
  void theValueMayBeNull() {
    assertThat(new Outcome.Success<String>(null).value()).isNull();
  }

  @Test
  void aFailureThrowsWhatTheTaskThrewWrapped() {
    var boo = new IOException("boo");
    Outcome<String> outcome = new Outcome.Failure<>(boo);

    assertThat(outcome.isSuccess()).isFalse();
    assertThatThrownBy(outcome::value).isInstanceOf(TaskFailedException.class).hasCause(boo);
  }

  @Test
  void aCancelledOneThrowsItsCancellationWrapped() {
    Outcome<String> outcome = new Outcome.Cancelled<>(ORIGIN);

    assertThat(outcome.isSuccess()).isFalse();
    assertThatThrownBy(outcome::value)
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOf(Cancelled.class)
        .hasMessage("enough (task 'crawl/1' was cancelled by Crawler.stop(Crawler.java:7))");
  }

  @Test
  void eachAskingGetsAnExceptionOfItsOwn() {
    Outcome<String> outcome = new Outcome.Cancelled<>(ORIGIN);

    var first = catchThrowable(outcome::value);
    var second = catchThrowable(outcome::value);

    assertThat(first).isNotSameAs(second);
    assertThat(first.getCause()).isNotSameAs(second.getCause());
  }
}
