package dev.treadle.benchmarks.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.Parallelism;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowsAreaTest {

  private final List<Claim> claims = new FlowsArea().claims();

  @Test
  void everyClaimStandsThereWithAllProcessorsAndWithOne() {
    var names = claims.stream().map(Claim::name).toList();

    assertThat(names.subList(names.size() / 2, names.size()))
        .containsExactlyElementsOf(
            names.subList(0, names.size() / 2).stream().map(Parallelism.ONE::named).toList());
  }

  @Test
  void contendersAreNamedAsTheyAreKnown() {
    var asked = new Asked(Parallelism.ONE, Work.BUFFERED, 10);

    assertThat(asked.treadle().name()).isEqualTo("Treadle");
    assertThat(asked.go().name()).isEqualTo("Go");
    assertThat(asked.asyncio().name()).isEqualTo("asyncio");
    assertThat(asked.java("Mutiny", MutinyStages.class).name()).isEqualTo("Mutiny");
  }
}
