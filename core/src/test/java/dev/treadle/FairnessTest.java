package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In processes of their own, because the number of carriers is a JVM's. Who is starved waits for a
/// second, so the bounds are far from there; how late the latest are is for `./treadle bench core`
/// to say, on a machine that does nothing else.
class FairnessTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void besidePairsThatGiveWayOthersSleepAndBeginInTime(int carriers) throws IOException {
    var option = "-Djdk.virtualThreadScheduler.parallelism=" + carriers;
    try (var jvm = ChildJvm.start(BusyPairs.class, List.of(option))) {
      var millis = answers(jvm.output());

      assertThat(millis.get("sleep")).isBetween(10L, 100L);
      assertThat(millis.get("start")).isLessThan(100L);
    }
  }

  private static Map<String, Long> answers(List<String> lines) {
    assertThat(lines).hasSize(2).noneMatch(line -> line.equals("starved"));
    return lines.stream()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
  }
}
