package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuringTest {

  @Test
  void ordersTravelThroughTheEnvironment() {
    var round = new Round(2, Duration.ofMillis(1500), Duration.ofMinutes(1));

    var measuring = Measuring.from(Measuring.environment(round));

    assertThat(measuring.round()).isEqualTo(2);
    assertThat(measuring.time()).isEqualTo(Duration.ofMillis(1500));
    assertThat(measuring.limit()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void startedByHandAProgramMeasuresForTwoSeconds() {
    var measuring = Measuring.from(Map.of());

    assertThat(measuring.round()).isZero();
    assertThat(measuring.time()).isEqualTo(Duration.ofSeconds(2));
  }
}
