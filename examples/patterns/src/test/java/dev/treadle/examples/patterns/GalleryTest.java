package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskTimeoutException;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The programs in virtual time.
class GalleryTest {

  private static final Map<String, Duration> DURATIONS =
      Map.ofEntries(
          Map.entry("basic", Duration.ofSeconds(1)),
          Map.entry("gather", Duration.ofMillis(500)),
          Map.entry("background", Duration.ofSeconds(1)),
          Map.entry("errors", Duration.ofMillis(300 + 150)),
          Map.entry("timeout", Duration.ofMillis(1000 + 500)),
          Map.entry("resources", Duration.ofMillis(100 + 100 + 300 + 200)),
          Map.entry("pages", Duration.ofMillis(5 * 200 + 100 + 2 * 200)),
          Map.entry("pool", Duration.ofMillis(200 + 3 * 100)),
          Map.entry("batches", Duration.ofMillis(3 * 100 + 8 * 60)),
          Map.entry("queue", Duration.ofMillis(800)),
          Map.entry("semaphore", Duration.ofMillis(3 * 200 + 3 * 200)),
          Map.entry("lock", Duration.ofMillis(10 + 10 * 10 + 10 * 10)),
          Map.entry("cpu", Duration.ofMillis(500)),
          Map.entry("forgotten", Duration.ofMillis(100 + 200)),
          Map.entry("carrier", Duration.ofMillis(400 + 50 + 1800 + 50 + 400 + 50)),
          Map.entry("swallowed", Duration.ofMillis(3 * 300 + 100)),
          Map.entry("colours", Duration.ofMillis(100 + 4 * 100 + 100 + 2 * 100)),
          Map.entry("shared", Duration.ZERO));

  static Stream<Arguments> durations() {
    return DURATIONS.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @MethodSource("durations")
  void aProgramTakesExactlyThisLong(String name, Duration duration) {
    assertThat(Simulated.run(name).duration()).isEqualTo(duration);
  }

  @Test
  void everyProgramIsTimed() {
    assertThat(Gallery.all())
        .extracting(Pattern::name)
        .containsExactlyInAnyOrderElementsOf(DURATIONS.keySet());
  }

  // @start region="tests"
  @TreadleTest
  void tenUsersTakeAsLongAsOne(Simulation simulation) {
    var users = Gather.allAtOnce(Gather.IDS);

    assertThat(users).hasSize(10);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(500));
  }

  @TreadleTest
  void aSlowServerIsGivenUp(Simulation simulation) {
    assertThatThrownBy(() -> timeout(Duration.ofSeconds(1), () -> Timeouts.ask("a slow server")))
        .isInstanceOf(TaskTimeoutException.class);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  // @end region="tests"

  @TreadleTest
  void oneAfterTheOtherTenUsersTakeTenTimesAsLong(Simulation simulation) {
    var users = Gather.oneByOne(Gather.IDS);

    assertThat(users).isEqualTo(Gather.allAtOnce(Gather.IDS));
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(5000 + 500));
  }
}
