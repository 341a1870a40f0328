package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The examples of [EntityTag], run as tests.
class EntityTagSnippets {

  // @start region="tag"
  EntityTag tagOf(long id, long version) {
    return EntityTag.of(id + "-" + version);
  }

  // @end region="tag"

  @Test
  void aVersionHasATag() {
    assertThat(tagOf(7, 3)).hasToString("\"7-3\"");
  }
}
