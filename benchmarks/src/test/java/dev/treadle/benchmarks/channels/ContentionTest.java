package dev.treadle.benchmarks.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.channels.Contention.Form;
import dev.treadle.benchmarks.channels.Contention.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContentionTest {

  private static final int SECTIONS = 10_000;

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("contenders")
  void everyContenderLetsInOneAtATime(String contender, String row, Operations operations)
      throws Exception {
    assertThat(operations.run(SECTIONS)).as(contender).isEqualTo(SECTIONS);
  }

  @Test
  void aLockThatTheContenderHasNotIsRefused() {
    var contention = new Contention(Map.of(Kind.MUTEX, () -> Runnable::run), Tasks.THREADS);

    assertThatThrownBy(() -> contention.row("SEMAPHORE-HOT"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one of [MUTEX], got SEMAPHORE-HOT");
  }

  static Stream<Arguments> contenders() {
    var treadle = TreadleLocks.contention();
    var jdk = JdkLocks.contention();
    return Stream.of(
            rows("Treadle", treadle::row, treadle.exclusions().keySet()),
            rows("JDK", jdk::row, jdk.exclusions().keySet()),
            rows("Kotlin", CoroutineLocks::row, List.of(Kind.MUTEX, Kind.SEMAPHORE)))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> rows(
      String contender, Function<String, Operations> row, Collection<Kind> kinds) {
    return kinds.stream()
        .flatMap(kind -> Arrays.stream(Form.values()).map(form -> Contention.word(kind, form)))
        .map(word -> Arguments.of(contender, word, row.apply(word)));
  }
}
