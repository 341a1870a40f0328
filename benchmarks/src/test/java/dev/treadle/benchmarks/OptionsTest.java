package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.benchmarks.http.HttpArea;
import dev.treadle.benchmarks.seam.SeamArea;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void anAreaAloneIsAFullRun() {
    assertThat(Options.parse(List.of("seam"))).isEqualTo(new Options("seam", false, false));
    assertThat(Options.parse(List.of("seam")).plan(new SeamArea())).isEqualTo(Plan.FULL);
  }

  @Test
  void quickIsTheSameForAllAreasThatDoNotSayOtherwise() {
    assertThat(quick().plan(new SeamArea())).isEqualTo(Plan.QUICK);
    assertThat(quick().plan(new HttpArea()))
        .isEqualTo(Plan.QUICK.with(1, new HttpArea().quickBudget()));
  }

  private static Options quick() {
    return new Options("any", true, false);
  }

  @Test
  void flagsStandBeforeOrAfterTheArea() {
    assertThat(Options.parse(List.of("--quick", "seam", "--markdown")))
        .isEqualTo(new Options("seam", true, true));
  }

  @Test
  void theCommandIsTheOneThatRepeatsTheFigures() {
    assertThat(new Options("seam", true, true).command()).isEqualTo("./treadle bench seam --quick");
  }

  @Test
  void anUnknownFlagIsRefused() {
    assertRefused("expected --quick or --markdown, got '--fast'", "seam", "--fast");
  }

  @Test
  void twoAreasAreRefused() {
    assertRefused("expected one of the areas listed below, got 'seam' and 'core'", "seam", "core");
  }

  @Test
  void noAreaIsRefused() {
    assertRefused("expected one of the areas listed below, got none", "--quick");
  }

  private static void assertRefused(String message, String... words) {
    assertThatThrownBy(() -> Options.parse(List.of(words)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
