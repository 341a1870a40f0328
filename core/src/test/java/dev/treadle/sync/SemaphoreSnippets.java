package dev.treadle.sync;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The examples of [Semaphore] and [BoundedSemaphore], run as tests.
class SemaphoreSnippets {

  @TreadleTest
  void twoDownloadsAtATime(Simulation simulation) {
    // @start region="acquire"
    var downloads = Semaphore.of("downloads", 2);

    TaskGroup.run(group -> {
      for (int i = 0; i < 6; i++) {
        group.start(() -> {
          try (var _ = downloads.acquire()) {
            sleep(Duration.ofSeconds(1)); // two at a time, so that all six take three seconds
          }
        });
      }
    });
    // @end region="acquire"

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest
  void oneTaskUsesUpWhatAnotherMakes() {
    Queue<String> made = new ConcurrentLinkedQueue<>();
    // @start region="count"
    var available = Semaphore.of(0);

    TaskGroup.run(group -> {
      group.start(() -> {
        available.take(2); // waits until both are there
        assertThat(made).containsExactly("bread", "butter");
      });
      made.add("bread");
      available.release();
      made.add("butter");
      available.release();
    });
    // @end region="count"

    assertThat(available.available()).isZero();
  }

  @TreadleTest
  void whatWasNotTakenCannotBeReleased() {
    // @start region="bounded"
    var memory = BoundedSemaphore.of("memory", 64);
    try (var _ = memory.acquire(48)) { // megabytes, all at once
      var refused = catchThrowable(() -> memory.release());
      assertThat(refused).isInstanceOf(IllegalStateException.class);
    }
    // @end region="bounded"

    assertThat(memory.available()).isEqualTo(64);
  }
}
