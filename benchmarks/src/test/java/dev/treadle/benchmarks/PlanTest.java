package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final Plan plan = new Plan(5, HALF_A_MINUTE, Duration.ofMinutes(1), 1.0);
  private final Side side = new FakeSide("Treadle", List.of());
  private final Claim alone = Claim.of("alone", "ms", Better.LOWER, side).againstBar(10);
  private final Claim twoSided =
      Claim.of("two sided", "ms", Better.LOWER, side)
          .against(new FakeSide("peer", List.of()), 1.0)
          .againstBar(10);
  private final List<Claim> all = List.of(alone, twoSided);

  @Test
  void timeIsSharedOutByMeasuredSides() {
    assertThat(budget(alone, all)).isEqualTo(Duration.ofSeconds(10));
    assertThat(budget(twoSided, all)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void weightTakesTimeFromTheOtherClaims() {
    var heavy = alone.withWeight(4);

    assertThat(budget(heavy, List.of(heavy, twoSided))).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void theLastClaimGetsAllThatIsLeft() {
    assertThat(budget(alone, List.of(alone))).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aMeasurementTakesHalfItsSliceSoThatProcessesCanStart() {
    assertThat(plan.shareOf(alone, all, HALF_A_MINUTE).time()).isEqualTo(Duration.ofSeconds(1));
    assertThat(plan.shareOf(twoSided, all, HALF_A_MINUTE).time()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aMeasurementIsNeverLongerThanTheLongest() {
    assertThat(plan.shareOf(alone, all, Duration.ofHours(1)).time())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void quickLoosensEveryTargetToFourFifths() {
    assertThat(Plan.QUICK.targetOf(new Rival.Bar(15_000))).isEqualTo(0.8);
    assertThat(Plan.QUICK.targetOf(new Rival.Peer(side, 2.0))).isEqualTo(1.6);
  }

  @Test
  void aFullRunKeepsTargetsAndMeasuresAtLeastFiveRounds() {
    assertThat(Plan.FULL.targetOf(new Rival.Peer(side, 2.0))).isEqualTo(2.0);
    assertThat(Plan.FULL.rounds()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void theWholeFitsTenMinutesAndQuickOneMinute() {
    assertThat(Plan.FULL.budget()).isLessThan(Duration.ofMinutes(10));
    assertThat(Plan.QUICK.budget()).isLessThan(Duration.ofMinutes(1));
  }

  private Duration budget(Claim claim, List<Claim> open) {
    return plan.shareOf(claim, open, HALF_A_MINUTE).budget();
  }
}
