package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class TaskGroupTest {

  @TreadleTest(explore = 1000)
  void aGroupReturnsWhenEveryChildHasEnded() {
    var ended = new AtomicInteger();

    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> {
          sleep(Duration.ofSeconds(1));
          ended.incrementAndGet();
        });
      }
    });

    assertThat(ended).hasValue(3);
  }

  @TreadleTest(explore = 1000)
  void aFailureCancelsTheSiblings() {
    var cleaned = new AtomicInteger();

    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.start(() -> {
                try {
                  sleep(Duration.ofHours(1));
                } finally {
                  cleaned.incrementAndGet();
                }
              });
              group.start(() -> {
                try {
                  Thread.sleep(Duration.ofHours(1));
                } finally {
                  cleaned.incrementAndGet();
                }
              });
              group.start(() -> {
                throw new IOException("boo");
              });
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(IOException.class);

    assertThat(cleaned).hasValue(2);
  }
}
