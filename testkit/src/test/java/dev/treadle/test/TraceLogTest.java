package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TraceLogTest {

  private final TraceLog log = new TraceLog();

  @Test
  void equalRunsHaveEqualHashes() {
    assertThat(hash(1, 2, 3)).isEqualTo(hash(1, 2, 3));
  }

  @Test
  void theOrderOfThreadsChangesTheHash() {
    assertThat(hash(1, 2)).isNotEqualTo(hash(2, 1));
  }

  @Test
  void theTimeOfAStepChangesTheHash() {
    log.add(task(1), 10);
    var other = new TraceLog();
    other.add(task(1), 11);

    assertThat(log.snapshot().hash()).isNotEqualTo(other.snapshot().hash());
  }

  @Test
  void aStepHasItsNumberThreadAndTime() {
    log.add(task(7), 1_000_000_000);

    assertThat(log.snapshot().last())
        .containsExactly(new Trace.Step(0, "thread-7", Duration.ofSeconds(1)));
  }

  @Test
  void theLastFiftyStepsAreKept() {
    for (int i = 0; i < 120; i++) {
      log.add(task(i), i);
    }

    var trace = log.snapshot();

    assertThat(trace.steps()).isEqualTo(120);
    assertThat(trace.last()).hasSize(50);
    assertThat(trace.last().getFirst())
        .isEqualTo(new Trace.Step(70, "thread-70", Duration.ofNanos(70)));
    assertThat(trace.last().getLast().number()).isEqualTo(119);
  }

  private static long hash(int... ids) {
    var log = new TraceLog();
    for (int id : ids) {
      log.add(task(id), 0);
    }
    return log.snapshot().hash();
  }

  private static SimTask task(int id) {
    return new SimTask(id, Thread.ofVirtual().unstarted(() -> {}), () -> {}, null);
  }
}
