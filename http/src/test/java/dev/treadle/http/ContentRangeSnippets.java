package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The examples of [ContentRange], run as tests.
class ContentRangeSnippets {

  // @start region="rest"
  long missing(Headers answer) {
    return ContentRange.parse(String.valueOf(answer.first("Content-Range")))
        .map(range -> range.total() - range.size())
        .orElse(0L);
  }

  // @end region="rest"

  @Test
  void whatIsMissingIsKnown() {
    assertThat(missing(Headers.of("Content-Range", "bytes 0-9/100"))).isEqualTo(90);
    assertThat(missing(Headers.empty())).isZero();
  }
}
