package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.benchmarks.seam.SeamArea;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AreasTest {

  /// What a claim weighs that finds its values.
  private static final double FOLLOWING = 0.1;

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

  @Test
  void flowsShowPeersWithoutATargetWithAllProcessorsOnly() {
    var single =
        Areas.named("flows").claims().stream().filter(claim -> claim.share().inFullOnly()).toList();

    assertThat(single).isNotEmpty();
    assertThat(single).flatExtracting(Claim::rivals).allMatch(Rival::hasTarget);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channels", "flows"})
  void whoAnswersLaterRowsOfABatteryAnswersItsFirstOne(String area) {
    var leaders = List.<String>of();
    for (var claim : Areas.named(area).claims()) {
      if (claim.share().weight() > FOLLOWING) {
        leaders = peers(claim);
      } else {
        assertThat(leaders).as(claim.name()).containsAll(peers(claim));
      }
    }
  }

  /// Returns the peers that a full run has, and once more those that are left in a quick one.
  private static List<String> peers(Claim claim) {
    return Stream.concat(
            claim.rivals().stream().map(rival -> "full: " + rival.name()),
            claim.inQuick().stream()
                .flatMap(quick -> quick.rivals().stream())
                .map(rival -> "quick: " + rival.name()))
        .filter(name -> !name.endsWith(": bar"))
        // One process has all locks of the JDK.
        .map(name -> name.replaceFirst("(ReentrantLock|Semaphore).*", "JDK"))
        .toList();
  }
}
