package dev.treadle.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.0 s",
    "PT0.249S, 0.2 s",
    "PT14.98S, 15.0 s",
    "PT59.96S, 1 min 0 s",
    "PT1H1M59S, 1 h 1 min",
    "P2DT3H4M, 2 d 3 h",
  })
  void anAgeHasTwoUnitsAtMost(Duration age, String text) {
    assertThat(AgeText.of(age)).isEqualTo(text);
  }
}
