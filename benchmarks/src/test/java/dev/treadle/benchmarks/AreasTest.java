package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.benchmarks.seam.SeamArea;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AreasTest {

  @Test
  void anAreaIsFoundByItsName() {
    assertThat(Areas.named("seam")).isInstanceOf(SeamArea.class);
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> Areas.named("speed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one of the areas listed below, got 'speed'");
  }

  @Test
  void everyClaimOfEveryAreaHasARival() {
    assertThat(Areas.all())
        .flatExtracting(Area::claims)
        .allMatch(claim -> !claim.rivals().isEmpty());
  }

  @Test
  void noTwoRowsOfAnAreaHaveTheSameNameAndPeer() {
    for (var area : Areas.all()) {
      assertThat(area.claims().stream().flatMap(AreasTest::rows)).doesNotHaveDuplicates();
    }
  }

  private static Stream<String> rows(Claim claim) {
    return claim.rivals().stream().map(rival -> claim.name() + " against " + rival.name());
  }
}
