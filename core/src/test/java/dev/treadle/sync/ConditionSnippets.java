package dev.treadle.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;

/// The example of [Condition].
class ConditionSnippets {

  // @start region="waitFor"
  private final Mutex mutex = Mutex.create("memory");
  private final Condition freed = Condition.of("memory freed", mutex);
  private int freeMegabytes = 100;

  void reserve(int megabytes) {
    try (var _ = mutex.acquire()) {
      freed.waitFor(() -> freeMegabytes >= megabytes);
      freeMegabytes -= megabytes;
    }
  }

  void free(int megabytes) {
    try (var _ = mutex.acquire()) {
      freeMegabytes += megabytes;
      freed.signalAll(); // some who wait may need more than others
    }
  }

  // @end region="waitFor"

  @TreadleTest(explore = 1000)
  void whoeverNeedsMemoryGetsIt() {
    TaskGroup.run(group -> {
      for (int megabytes : new int[] {60, 70, 80}) {
        group.start(() -> {
          reserve(megabytes);
          free(megabytes);
        });
      }
    });

    assertThat(freeMegabytes).isEqualTo(100);
  }
}
