package dev.treadle.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FourTasksTest {

  @Test
  void theTasksEndOnAnyThreads() {
    assertThatCode(() -> new FourTasks(Duration.ZERO).run(Thread.ofVirtual().factory()))
        .doesNotThrowAnyException();
    assertThatCode(() -> new FourTasks(Duration.ZERO).run(Threads.PLATFORM))
        .doesNotThrowAnyException();
  }
}
