package dev.treadle.benchmarks.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.benchmarks.channels.Waiting.End;
import dev.treadle.benchmarks.channels.Waiting.For;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WaitingTest {

  @ParameterizedTest
  @MethodSource("rows")
  void everyWaitEnds(String row) {
    assertThat(Waiting.nanos(row, 100)).isPositive();
  }

  static Stream<String> rows() {
    return Arrays.stream(For.values())
        .flatMap(what -> Arrays.stream(End.values()).map(end -> Waiting.word(end, what)));
  }
}
