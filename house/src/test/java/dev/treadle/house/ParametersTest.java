package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParametersTest {

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

  private static final String PATH = "core/src/main/java/x/Y.java";
}
