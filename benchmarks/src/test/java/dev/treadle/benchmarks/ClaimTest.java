package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimTest {

  private final Claim claim =
      Claim.of("speed", "ops/s", Better.HIGHER, side("Treadle")).against(side("rival"), 2);

  @Test
  void aPeerBesideIsMeasuredButHasNoTarget() {
    var shown = claim.beside(side("onlooker"));

    assertThat(shown.sides()).isEqualTo(3);
    assertThat(shown.rivals()).extracting(Rival::hasTarget).containsExactly(true, false);
  }

  @Test
  void whenTimeIsShortOnlyRivalsWithATargetAreLeft() {
    var left = claim.beside(side("onlooker")).againstBar(7).inQuick().orElseThrow();

    assertThat(left.rivals()).extracting(Rival::name).containsExactly("rival", "bar");
  }

  @Test
  void aClaimOfFullRunsOnlyIsLeftOutWhenTimeIsShort() {
    assertThat(claim.inFullOnly().withWeight(3).inQuick()).isEmpty();
  }

  @Test
  void aWeightCountsForEverySide() {
    assertThat(claim.withWeight(3).slices()).isEqualTo(6);
  }

  private static Side side(String name) {
    return new FakeSide(name, List.of());
  }
}
