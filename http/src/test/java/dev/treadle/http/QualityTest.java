package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityTest {

  @Test
  void whatIsLikedBestComesFirst() {
    assertThat(Quality.parse(List.of("da, en-gb;q=0.8", "en;q=0.9, *;q=0")))
        .containsExactly(
            new Quality("da", 1000),
            new Quality("en", 900),
            new Quality("en-gb", 800),
            new Quality("*", 0));
  }

  @Test
  void equalWeightsKeepTheirOrder() {
    assertThat(Quality.parse(List.of("b, a, c")))
        .extracting(Quality::value)
        .containsExactly("b", "a", "c");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1000", "0.5,500", "0.25,250", "0.001,1", "1.000,1000", "0.,0", "1.,1000"})
  void weightsHaveUpToThreeDigits(String written, int weight) {
    assertThat(Quality.parse(List.of("a; Q=" + written))).containsExactly(new Quality("a", weight));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "1.001", "-1", "0.5555", ".5", "x", "0.x", "10", "+1"})
  void malformedWeightsAreLeftOut(String written) {
    assertThat(Quality.parse(List.of("a;q=" + written + ", b"))).contains(new Quality("b", 1000));
    assertThat(Quality.parse(List.of("a;q=" + written)))
        .noneMatch(each -> each.value().equals("a"));
  }

  @Test
  void parametersBelongToTheValue() {
    assertThat(Quality.parse(List.of("text/html;level=1; q=0.4")))
        .containsExactly(new Quality("text/html;level=1", 400));
    assertThat(Quality.parse(List.of(" , ;"))).isEmpty();
  }

  @Test
  void aWeightHasBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Quality("a", 1001))
        .withMessage("weight: expected 0 to 1000, found 1001");
  }
}
