package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  private static final String PATH = "core/src/main/java/x/Y.java";

  @Test
  void aSixthParameterAsksForARecord() {
    var source =
        JavaSource.of(
            PATH, "package x;\nclass Y {\n Y(int a, int b, int c, int d, int e, int f) {}}");

    assertThat(new Parameters().check(source))
        .containsExactly(
            new Finding(
                "x.Y#<init>",
                PATH + ":3",
                "expected at most 5 parameters, found 6: make them a record"));
  }

  @Test
  void overridingMethodsTakeWhatTheyMust() {
    var source =
        JavaSource.of(
            PATH,
            "package x; class Y { @Override public void m(int a, int b, int c, int d, int e, int f) {}}");

    assertThat(new Parameters().check(source)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Y {}", "Y(int a, int b, int c, int d, int e, int f) {}"})
  void aRecordHasAsManyComponentsAsItNeeds(String constructor) {
    var text =
        "package x; record Y(int a, int b, int c, int d, int e, int f) { static int i; "
            + constructor
            + " }";

    assertThat(new Parameters().check(JavaSource.of(PATH, text))).isEmpty();
  }
}
