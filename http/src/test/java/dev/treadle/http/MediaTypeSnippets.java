package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The examples of [MediaType], run as tests.
class MediaTypeSnippets {

  // @start region="negotiate"
  Optional<MediaType> formatFor(Headers request) {
    return MediaType.negotiate(request.all("Accept"), List.of(MediaType.JSON, MediaType.HTML));
  }

  // @end region="negotiate"

  @Test
  void theClientsWishIsKnown() {
    assertThat(formatFor(Headers.of("Accept", "text/html, */*;q=0.8"))).contains(MediaType.HTML);
    assertThat(formatFor(Headers.empty())).contains(MediaType.JSON);
    assertThat(formatFor(Headers.of("Accept", "image/*"))).isEmpty();
  }
}
