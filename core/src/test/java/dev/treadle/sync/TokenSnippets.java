package dev.treadle.sync;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The example of [Token].
class TokenSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  private void store(String file) {
    sleep(Duration.ofSeconds(1));
    log.add(file);
  }

  // @start region="adopt"
  void storeAll(List<String> files, Semaphore buffers) {
    TaskGroup.run(group -> {
      for (var file : files) {
        var buffer = buffers.acquire(); // here, so that no more tasks start than there are buffers
        group.start(() -> {
          try (var _ = buffer.adopt()) { // and from now on it is this task's
            store(file);
          }
        });
      }
    });
  }

  // @end region="adopt"

  @TreadleTest
  void asManyAtATimeAsThereAreBuffers(Simulation simulation) {
    var buffers = Semaphore.of(2);
    storeAll(List.of("a", "b", "c", "d"), buffers);

    assertThat(log).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
    assertThat(buffers.available()).isEqualTo(2);
  }
}
