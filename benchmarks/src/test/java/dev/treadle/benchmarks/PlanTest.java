package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private final Side side = new FakeSide("Treadle", List.of());
  private final Claim alone = Claim.of("alone", "ms", Better.LOWER, side).againstBar(10);
  private final Claim twoSided =
      Claim.of("two sided", "ms", Better.LOWER, side)
          .against(new FakeSide("peer", List.of()), 1.0)
          .againstBar(10);
  private final List<Claim> all = List.of(alone, twoSided);

  @Test
  void timeIsSharedOutByMeasuredSides() {
    var plan = new Plan(5, Duration.ofSeconds(30), Duration.ofMinutes(1), 1.0);

    assertThat(plan.budgetOf(alone, all)).isEqualTo(Duration.ofSeconds(10));
    assertThat(plan.budgetOf(twoSided, all)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void weightTakesTimeFromTheOtherClaims() {
    var plan = new Plan(5, Duration.ofSeconds(30), Duration.ofMinutes(1), 1.0);
    var heavy = alone.withWeight(4);

    assertThat(plan.budgetOf(heavy, List.of(heavy, twoSided))).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void theSharesOfAnAreaNeverExceedItsBudget() {
    assertThat(Plan.QUICK.budgetOf(alone, all).plus(Plan.QUICK.budgetOf(twoSided, all)))
        .isLessThanOrEqualTo(Plan.QUICK.budget());
  }

  @Test
  void aMeasurementTakesHalfItsSliceSoThatProcessesCanStart() {
    var plan = new Plan(5, Duration.ofSeconds(30), Duration.ofMinutes(1), 1.0);

    assertThat(plan.timeOf(alone, all)).isEqualTo(Duration.ofSeconds(1));
    assertThat(plan.timeOf(twoSided, all)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aMeasurementIsNeverLongerThanTheLongest() {
    var plan = new Plan(5, Duration.ofHours(1), Duration.ofSeconds(2), 1.0);

    assertThat(plan.timeOf(alone, all)).isEqualTo(Duration.ofSeconds(2));
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
}
