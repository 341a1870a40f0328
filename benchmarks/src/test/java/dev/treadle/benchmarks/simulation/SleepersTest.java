package dev.treadle.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SleepersTest {

  @Test
  void allSidesSleepAsLongInVirtualTimeAsTheyShould() {
    assertThatCode(() -> ReactorSleepers.main(new String[0])).doesNotThrowAnyException();
    assertThatCode(() -> KotlinSleepers.main(new String[0])).doesNotThrowAnyException();
    assertThatCode(() -> TreadleSleepers.main(new String[0])).doesNotThrowAnyException();
  }

  @Test
  void aSideThatSkippedSleepsIsRefused() {
    assertThatThrownBy(() -> Sleepers.report(0, Duration.ofSeconds(99)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("expected PT1M40S of virtual time, got PT1M39S");
  }
}
