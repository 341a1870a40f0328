package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The examples of [Quality], run as tests.
class QualitySnippets {

  // @start region="languages"
  Optional<String> language(Headers request, Set<String> spoken) {
    return Quality.parse(request.all("Accept-Language")).stream()
        .filter(quality -> quality.weight() > 0)
        .map(Quality::value)
        .filter(spoken::contains)
        .findFirst();
  }

  // @end region="languages"

  @Test
  void theBestOfThoseThatAreSpokenIsTaken() {
    assertThat(language(Headers.of("Accept-Language", "fr;q=0.5, de, en;q=0"), Set.of("fr", "en")))
        .contains("fr");
  }
}
