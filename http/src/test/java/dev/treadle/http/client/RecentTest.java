package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// What is remembered, and that it does not grow.
class RecentTest {

  private final ArrayList<String> made = new ArrayList<>();
  private final Recent<String> recent = new Recent<>();

  private String get(String key) {
    return recent.get(
        key,
        k -> {
          made.add(k);
          return k + "!";
        });
  }

  @Test
  void aValueIsMadeOnce() {
    assertThat(get("a")).isEqualTo("a!");
    assertThat(get("a")).isEqualTo("a!");
    assertThat(get("b")).isEqualTo("b!");
    assertThat(made).containsExactly("a", "b");
  }

  @Test
  void aKeyNeverGetsTheValueOfAnother() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(get("key" + i % 500)).isEqualTo("key" + i % 500 + "!");
    }
    assertThat(made.size()).isGreaterThan(500);
  }
}
