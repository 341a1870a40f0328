package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void aboutThreeDigitsAreShown() {
    assertThat(Numbers.shown(28_431.4)).isEqualTo("28,431");
    assertThat(Numbers.shown(45.67)).isEqualTo("45.7");
    assertThat(Numbers.shown(4.567)).isEqualTo("4.57");
    assertThat(Numbers.shown(0.0123456)).isEqualTo("0.0123");
  }

  @Test
  void samplesAreShownWithTheirExtremes() {
    assertThat(Numbers.shown(Samples.of(3.0, 1.0, 2.0))).isEqualTo("2.00 (1.00..3.00)");
  }

  @Test
  void aLoneValueIsShownWithoutExtremes() {
    assertThat(Numbers.shown(Samples.of(256.0))).isEqualTo("256");
  }
}
