package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BetterTest {

  @Test
  void aHigherRateThanThePeersIsARatioAboveOne() {
    assertThat(Better.HIGHER.ratio(300, 100)).isEqualTo(3.0);
  }

  @Test
  void aShorterTimeThanThePeersIsARatioAboveOne() {
    assertThat(Better.LOWER.ratio(100, 300)).isEqualTo(3.0);
  }

  @Test
  void equalValuesAreARatioOfOneEitherWay() {
    assertThat(Better.values()).allMatch(better -> better.ratio(7, 7) == 1.0);
  }
}
