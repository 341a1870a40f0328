package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkippedRunsTest {

  @Test
  void aSuiteThatSkippedIsReported() {
    assertThat(SkippedRuns.check("core/target/r.xml", suite(2)))
        .containsExactly(
            new Finding(
                "x.YTest", "core/target/r.xml", "expected every test to run, found 2 skipped"));
  }

  @Test
  void aSuiteThatRanPasses() {
    assertThat(SkippedRuns.check("core/target/r.xml", suite(0))).isEmpty();
  }

  private static String suite(int skipped) {
    return "<testsuite xmlns=\"s\" version=\"3.0\" name=\"x.YTest\" time=\"0.1\" tests=\"3\" errors=\"0\" skipped=\"%d\" failures=\"0\">"
        .formatted(skipped);
  }
}
