package dev.treadle.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.benchmarks.Claim;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpAreaTest {

  private final HttpArea area = new HttpArea();

  @Test
  void quickHasEveryRow() {
    assertThat(area.claimsInQuick()).extracting(Claim::name).isEqualTo(names(area.claims()));
    assertThat(rivals(area.claimsInQuick())).isEqualTo(rivals(area.claims()));
  }

  @Test
  void quickHasOneRoundInLessThanHalfOfTheTime() {
    assertThat(area.quickRounds()).isOne();
    assertThat(area.quickBudget()).isLessThan(area.budget().dividedBy(2));
  }

  @Test
  void noTwoRowsHaveTheSameName() {
    assertThat(names(area.claims())).doesNotHaveDuplicates();
  }

  private static List<String> names(List<Claim> claims) {
    return claims.stream().map(Claim::name).toList();
  }

  private static List<Integer> rivals(List<Claim> claims) {
    return claims.stream().map(claim -> claim.rivals().size()).toList();
  }
}
