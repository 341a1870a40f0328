package dev.treadle.benchmarks.scout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoutAreaTest {

  @Test
  void everybodyIsToFindTheSame() {
    assertThat(Findings.of(450)).isEqualTo(new Findings(493, 41));
    assertThat(Findings.of(20_000)).isEqualTo(new Findings(20_043, 1052));
  }

  @Test
  void aPythonProgramIsSkippedWhereItsModulesAreMissing() throws Exception {
    var missing = Crawled.python("aiohttp", "lxml", "no_such_module").missing();

    assertThat(missing).hasValueSatisfying(why -> assertThat(why).contains("no_such_module"));
  }
}
