package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples of [ContentCoding], run as tests.
class ContentCodingSnippets {

  // @start region="negotiate"
  ContentCoding codingFor(Headers request) {
    var ours = List.of(ContentCoding.GZIP, ContentCoding.DEFLATE);
    return ContentCoding.negotiate(request.all("Accept-Encoding"), ours)
        .orElse(ContentCoding.IDENTITY);
  }

  // @end region="negotiate"

  @Test
  void whatBothKnowIsTaken() {
    assertThat(codingFor(Headers.of("Accept-Encoding", "br, deflate")))
        .isEqualTo(ContentCoding.DEFLATE);
    assertThat(codingFor(Headers.empty())).isEqualTo(ContentCoding.IDENTITY);
  }
}
