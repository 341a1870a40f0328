package dev.treadle.benchmarks.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.Parallelism;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelsAreaTest {

  private final List<Claim> claims = new ChannelsArea().claims();

  @Test
  void everyClaimStandsThereWithAllProcessorsAndWithOne() {
    var names = claims.stream().map(Claim::name).toList();

    assertThat(names.subList(names.size() / 2, names.size()))
        .containsExactlyElementsOf(
            names.subList(0, names.size() / 2).stream().map(Parallelism.ONE::named).toList());
  }

  @Test
  void noTwoRowsAreTheSame() {
    assertThat(claims).extracting(Claim::name).doesNotHaveDuplicates();
  }

  @Test
  void peersAreAskedForTheRowsTheyAreComparedIn() {
    var peers = new Peers(Parallelism.ALL, 1000, 10, List.of("SEND-16-1-1"));

    assertThat(peers.asyncio().row("SEND-16-1-1").name()).isEqualTo("asyncio");
    assertThat(peers.go().row("SEND-16-1-1").name()).isEqualTo("Go");
  }
}
