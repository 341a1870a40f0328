package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The examples of [Preconditions], run as tests.
class PreconditionsSnippets {

  // @start region="evaluate"
  Status statusOf(Method method, Headers request, EntityTag version, Instant changed) {
    return switch (Preconditions.of(version, changed).evaluate(method, request)) {
      case PROCEED -> Status.OK;
      case NOT_MODIFIED -> Status.NOT_MODIFIED;
      case FAILED -> Status.PRECONDITION_FAILED;
    };
  }

  // @end region="evaluate"

  @Test
  void conditionsAreEvaluated() {
    var version = EntityTag.of("v7");
    var same = Headers.of("If-None-Match", "\"v7\"");

    assertThat(statusOf(Method.GET, same, version, Instant.EPOCH)).isEqualTo(Status.NOT_MODIFIED);
    assertThat(statusOf(Method.PUT, same, version, Instant.EPOCH))
        .isEqualTo(Status.PRECONDITION_FAILED);
    assertThat(statusOf(Method.GET, Headers.empty(), version, Instant.EPOCH)).isEqualTo(Status.OK);
  }
}
