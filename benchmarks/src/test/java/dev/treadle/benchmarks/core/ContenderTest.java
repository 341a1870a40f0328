package dev.treadle.benchmarks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.Rounds;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContenderTest {

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("contenders")
  void everyContenderDoesAllItIsAskedFor(String contender, Workload workload, Operations operations)
      throws Exception {
    assertThat(operations.run(20)).as(contender).isEqualTo(20);
  }

  @Test
  void aRoundThatDidLessFails() {
    var lazy = new Rounds(count -> count - 1, 5);

    assertThatThrownBy(lazy::nanosPerOperation)
        .isInstanceOf(AssertionError.class)
        .hasMessage("expected 5 operations to be done, got 4");
  }

  @Test
  void aWorkloadTheContenderHasNotIsRefused() {
    var words = new String[] {"FIRE", "NANOS", "5"};

    assertThatThrownBy(() -> Contender.run(words, Map.of(Workload.MAP, count -> count)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one of [MAP], got FIRE");
  }

  static Stream<Arguments> contenders() {
    return Stream.of(
            entries("Treadle", TreadleTasks.workloads()),
            entries("virtual threads", RawThreads.workloads()),
            entries("ForkJoinPool", RawThreads.ForkJoinTimer.workloads()),
            entries("ScheduledThreadPoolExecutor", RawThreads.ScheduledExecutor.workloads()),
            entries("orTimeout", RawThreads.FutureTimeout.workloads()),
            entries("CompletableFuture", Futures.workloads()),
            entries("Kotlin async", Coroutines.workloads()),
            entries("Kotlin launch", Launches.workloads()))
        .flatMap(entries -> entries);
  }

  private static Stream<Arguments> entries(String name, Map<Workload, Operations> workloads) {
    return workloads.entrySet().stream()
        .map(entry -> Arguments.of(name, entry.getKey(), entry.getValue()));
  }
}
