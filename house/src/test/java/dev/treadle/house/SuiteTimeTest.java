package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuiteTimeTest {

  @Test
  void theSecondsOfASuiteAreRead() {
    var report =
        "<testsuite version=\"3.0\" name=\"x.Y\" time=\"1.25\" tests=\"1\"><testcase time=\"9\"/>";

    assertThat(SuiteTime.of(report)).isEqualTo(1.25);
  }
}
