package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In processes of their own, because the number of carriers is a JVM's. Who is starved waits for
/// half a second and more; how late the very latest are is for `./treadle bench core` to say.
class FairnessTest {

  private static final long SLEEP_MILLIS = 30;
  private static final long START_MILLIS = 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void besidePairsThatGiveWayOthersSleepAndBeginInTime(int carriers) throws IOException {
    var option = "-Djdk.virtualThreadScheduler.parallelism=" + carriers;
    try (var jvm =
        ChildJvm.start(
            BusyPairs.class,
            List.of(option),
            Long.toString(SLEEP_MILLIS),
            Long.toString(START_MILLIS))) {
      var millis = answers(jvm.output());

      assertThat(millis.get("sleep")).isBetween(10L, SLEEP_MILLIS - 1);
      assertThat(millis.get("start")).isLessThan(START_MILLIS);
    }
  }

  /// It gives way a hundred times a second, and each time is one at which others may run.
  @Test
  void besideALongComputationThatGivesWayNowAndThenOthersSleepInTime() throws IOException {
    var oneCarrier =
        List.of(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    try (var jvm = ChildJvm.start(LongComputation.class, oneCarrier)) {
      assertThat(jvm.output())
          .singleElement()
          .satisfies(millis -> assertThat(Long.parseLong(millis)).isBetween(10L, 100L));
    }
  }

  private static Map<String, Long> answers(List<String> lines) {
    assertThat(lines).hasSize(2).noneMatch(line -> line.equals("starved"));
    return lines.stream()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
  }
}
