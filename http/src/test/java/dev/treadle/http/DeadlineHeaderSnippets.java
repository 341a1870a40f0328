package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The examples of [DeadlineHeader], run as tests.
class DeadlineHeaderSnippets {

  // @start region="forward"
  Headers withDeadline(Headers request, Duration remaining) {
    return request.with(DeadlineHeader.NAME, DeadlineHeader.format(remaining));
  }

  // @end region="forward"

  @Test
  void whatIsLeftIsSaidInMilliseconds() {
    assertThat(withDeadline(Headers.empty(), Duration.ofSeconds(2)).first(DeadlineHeader.NAME))
        .isEqualTo("2000");
  }
}
