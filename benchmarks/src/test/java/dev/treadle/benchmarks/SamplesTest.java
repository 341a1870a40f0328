package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void theMedianOfAnOddCountIsTheMiddleWhateverTheOrder() {
    assertThat(Samples.of(9.0, 1.0, 2.0, 100.0, 3.0).median()).isEqualTo(3.0);
  }

  @Test
  void theMedianOfAnEvenCountIsHalfWayBetweenTheMiddleTwo() {
    assertThat(Samples.of(4.0, 1.0, 2.0, 100.0).median()).isEqualTo(3.0);
  }

  @Test
  void aLoneValueIsMedianAndExtremes() {
    var one = Samples.of(5.0);

    assertThat(List.of(one.min(), one.median(), one.max())).containsOnly(5.0);
  }

  @Test
  void extremesAreTheSmallestAndTheLargest() {
    var samples = Samples.of(3.0, 1.0, 2.0);

    assertThat(samples.min()).isEqualTo(1.0);
    assertThat(samples.max()).isEqualTo(3.0);
  }

  @Test
  void noValuesAreRefused() {
    assertThatThrownBy(() -> new Samples(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected at least one value, got none");
  }
}
