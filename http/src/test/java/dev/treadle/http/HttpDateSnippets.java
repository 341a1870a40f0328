package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The examples of [HttpDate], run as tests.
class HttpDateSnippets {

  // @start region="since"
  boolean isNewer(Headers request, Instant changed) {
    var known = request.first("If-Modified-Since");
    return known == null || HttpDate.parse(known).map(changed::isAfter).orElse(true);
  }

  // @end region="since"

  @Test
  void whatChangedSinceIsNewer() {
    var then = Headers.of("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(isNewer(then, Instant.parse("1994-11-06T08:49:38Z"))).isTrue();
    assertThat(isNewer(then, Instant.parse("1994-11-06T08:49:37Z"))).isFalse();
    assertThat(isNewer(Headers.of("If-Modified-Since", "yesterday"), Instant.EPOCH)).isTrue();
  }
}
