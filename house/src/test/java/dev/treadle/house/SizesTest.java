package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizesTest {

  @Test
  void percentilesAreSizesThatOccur() {
    var sizes = Sizes.of(IntStream.of(9, 1, 3, 2));

    assertThat(sizes.percentile(50)).isEqualTo(2);
    assertThat(sizes.percentile(90)).isEqualTo(9);
    assertThat(Sizes.of(IntStream.of()).percentile(90)).isZero();
  }
}
