package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples of [Ranges], run as tests.
class RangesSnippets {

  // @start region="satisfy"
  List<ContentRange> parts(String range, long length) {
    return Ranges.parse(range)
        .map(ranges -> ranges.satisfy(length)) // empty: 416 with ContentRange.unsatisfied(length)
        .orElse(List.of(new ContentRange(0, length - 1, length)));
  }

  // @end region="satisfy"

  @Test
  void partsAreFound() {
    assertThat(parts("bytes=0-9, -5", 100)).hasToString("[bytes 0-9/100, bytes 95-99/100]");
    assertThat(parts("bytes=100-", 100)).isEmpty();
    assertThat(parts("nonsense", 100)).hasToString("[bytes 0-99/100]");
  }
}
