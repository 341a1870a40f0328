package dev.treadle.benchmarks.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.flows.Elements.Arrivals;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkTest {

  private static final int COUNT = 5_000;

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("contenders")
  void everyContenderDoesAllItIsAskedFor(String contender, Work work, Operations operations)
      throws Exception {
    assertThat(operations.run(COUNT)).as(contender).isEqualTo(COUNT);
  }

  @Test
  void batchesAreMeasuredBesideTheSameElementsWithoutThem() {
    assertThat(Batching.batched(COUNT)).isEqualTo(COUNT);
    assertThat(Batching.single(COUNT)).isEqualTo(COUNT);
  }

  @Test
  void anElementThatIsLateOrWentThroughFewerStagesDoesNotArrive() {
    var arrivals = new Arrivals(2);

    Stream.of(2, 4, 3, 3, 4).forEach(arrivals::accept);

    assertThat(arrivals.count()).isEqualTo(3);
  }

  @Test
  void aWorkTheContenderHasNotIsRefused() {
    assertThatThrownBy(() -> Work.of("POOLED", Map.of(Work.MAPPED, count -> count)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one of [MAPPED], got POOLED");
  }

  @Test
  void anotherLibraryOrPoolIsRefused() {
    assertThatThrownBy(() -> Guards.works("tenacity"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected Treadle, Failsafe or resilience4j, got tenacity");
    assertThatThrownBy(() -> Lender.named("c3p0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected treadle or hikari, got c3p0");
  }

  static Stream<Arguments> contenders() {
    return Stream.of(
            entries("Treadle", TreadleFlows.works()),
            entries("Jox", JoxStages.works()),
            entries("Mutiny", MutinyStages.works()),
            entries("Kotlin", CoroutineFlows.works()),
            entries("stream", Streams.works()),
            entries("Treadle", Guards.works("Treadle")),
            entries("Failsafe", Guards.works("Failsafe")),
            entries("resilience4j", Guards.works("resilience4j")))
        .flatMap(entries -> entries);
  }

  private static Stream<Arguments> entries(String name, Map<Work, Operations> works) {
    return works.entrySet().stream()
        .map(entry -> Arguments.of(name, entry.getKey(), entry.getValue()));
  }
}
