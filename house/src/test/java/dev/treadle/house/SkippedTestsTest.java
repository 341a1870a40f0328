package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkippedTestsTest {

  private static final String PATH = "core/src/test/java/x/YTest.java";

  @Test
  void aDisabledTestIsReported() {
    assertThat(check("@Disabled(\"flaky\") void m() {}"))
        .containsExactly(
            new Finding(
                "x.YTest", PATH + ":3", "expected tests that run, found '@Disabled(\"flaky\")'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@DisabledOnOs(OS.MAC) void m() {}",
        "@EnabledIfSystemProperty(named = \"a\", matches = \"b\") void m() {}",
        "void m() { assumeTrue(false); }",
        "void m() { Assumptions.assumeFalse(true, \"later\"); }",
        "void m() { Assumptions.abort(); }",
      })
  void otherWaysToSkipAreReported(String member) {
    assertThat(check(member)).hasSize(1);
  }

  @Test
  void runningTestsPass() {
    assertThat(check("@Test void m() { assertTrue(false); assumeTrue(found); }")).isEmpty();
  }

  private static List<Finding> check(String member) {
    var text = "package x;\nclass YTest {\n  " + member + "\n}";
    return new SkippedTests().check(JavaSource.of(PATH, text));
  }
}
