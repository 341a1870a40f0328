package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoverageIsMeasuredTest {

  @Test
  void aPromiseWithoutAMeasurementIsReported() {
    var pom = "<project><properties><coverage.lines>0.9</coverage.lines></properties></project>";

    assertThat(CoverageIsMeasured.check(Modules.of("core", pom)))
        .containsExactly(
            new Finding(
                "core",
                "core/pom.xml",
                "expected target/jacoco.exec of a module that sets coverage.lines, found none"));
  }

  @Test
  void whoPromisesNothingPasses() {
    assertThat(CoverageIsMeasured.check(Modules.of("core", Modules.POM))).isEmpty();
  }
}
