package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MethodLinesTest {

  @Test
  void aLongBodyIsNamedWithItsLength() {
    assertThat(new MethodLines().check(methodOf(61)))
        .containsExactly(
            new Finding(
                "x.Y#run",
                "core/src/main/java/x/Y.java:3",
                "expected at most 60 lines in a method body, found 61"));
  }

  @Test
  void aBodyAtTheLimitPasses() {
    assertThat(new MethodLines().check(methodOf(60))).isEmpty();
  }

  private static JavaSource methodOf(int lines) {
    var body = "    run();\n".repeat(lines);
    return JavaSource.of(
        "core/src/main/java/x/Y.java", "package x;\nclass Y {\n  void run() {\n" + body + "  }\n}");
  }
}
