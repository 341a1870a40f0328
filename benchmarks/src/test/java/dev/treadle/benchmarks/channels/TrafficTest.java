package dev.treadle.benchmarks.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.benchmarks.Operations;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrafficTest {

  private static final int ELEMENTS = 8_000;
  private static final List<String> BUFFERED = List.of("SEND-16-1-1", "SEND-16-4-4", "PINGPONG-1");
  private static final List<String> MEETING = List.of("SEND-0-1-1", "SEND-0-4-4", "PINGPONG-0");

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("contenders")
  void everyContenderCarriesAllElements(String contender, String row, Operations operations)
      throws Exception {
    assertThat(operations.run(ELEMENTS)).as(contender).isEqualTo(ELEMENTS);
  }

  @Test
  void aMixSaysItselfInAWord() {
    var mix = new Mix(16, 1, 1000);

    assertThat(mix.word()).isEqualTo("SEND-16-1-1000");
    assertThat(mix.workWord()).isEqualTo("WORK-16-1-1000");
    assertThat(Mix.parse(mix.word())).isEqualTo(mix);
    assertThat(mix.named()).isEqualTo("1 to 1,000");
  }

  @Test
  void anotherWordIsRefused() {
    assertThatThrownBy(() -> Mix.parse("MUTEX-HOT"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected SEND-CAPACITY-PRODUCERS-CONSUMERS, got MUTEX-HOT");
  }

  static Stream<Arguments> contenders() {
    return Stream.of(
            rows("Treadle", TreadleTraffic.traffic()::row, BUFFERED),
            rows("Treadle", TreadleTraffic.traffic()::row, MEETING),
            rows("Treadle WorkQueue", TreadleQueues.traffic()::row, BUFFERED),
            rows("Jox", JoxChannels.traffic()::row, BUFFERED),
            rows("Jox", JoxChannels.traffic()::row, MEETING),
            rows("Kotlin", CoroutineChannels::row, BUFFERED),
            rows("Kotlin", CoroutineChannels::row, MEETING),
            rows("array", threads("array"), BUFFERED),
            rows("linked", threads("linked"), BUFFERED),
            rows("synchronous", threads("synchronous"), MEETING),
            rows("transfer", threads("transfer"), MEETING),
            rows("park", _ -> ParkFloor.pingPong(), List.of("PINGPONG-0")))
        .flatMap(rows -> rows);
  }

  private static Function<String, Operations> threads(String queue) {
    return new Traffic(BlockingQueues.pipes(queue), Tasks.THREADS)::row;
  }

  private static Stream<Arguments> rows(
      String contender, Function<String, Operations> row, List<String> words) {
    return words.stream().map(word -> Arguments.of(contender, word, row.apply(word)));
  }
}
