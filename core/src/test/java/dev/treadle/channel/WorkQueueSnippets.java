package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [WorkQueue], run as tests.
class WorkQueueSnippets {

  private final List<String> resized = new CopyOnWriteArrayList<>();

  private void resize(String picture) {
    sleep(Duration.ofSeconds(1));
    resized.add(picture);
  }

  // @start region="workers"
  void resizeAll(List<String> pictures) {
    var queue = WorkQueue.<String>fifo("pictures", 16);
    TaskGroup.run(group -> {
      for (int worker = 0; worker < 4; worker++) {
        group.start(() -> {
          for (var picture : queue) { // ends when the queue is shut down and empty
            resize(picture);
          }
        });
      }
      for (var picture : pictures) {
        queue.put(picture); // waits while sixteen are in it
      }
      queue.shutdown();
    });
  }

  // @end region="workers"

  // @start region="iterate"
  void work(WorkQueue<String> queue) {
    for (var picture : queue) {
      try {
        resize(picture);
      } finally {
        queue.done();
      }
    }
  }

  // @end region="iterate"

  // @start region="shutdown"
  boolean accept(WorkQueue<String> queue, String picture) {
    try {
      queue.put(picture);
      return true;
    } catch (QueueShutdownException closing) {
      return false; // the picture is not in the queue
    }
  }

  // @end region="shutdown"

  @TreadleTest
  void nothingIsAcceptedAfterTheShutdown() {
    var queue = WorkQueue.<String>fifo();

    assertThat(accept(queue, "a")).isTrue();
    queue.shutdown();
    assertThat(accept(queue, "b")).isFalse();
    assertThat(queue.size()).isEqualTo(1);
  }

  @TreadleTest
  void everyPictureIsResized() {
    resizeAll(List.of("a", "b", "c", "d", "e", "f"));

    assertThat(resized).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
  }

  @TreadleTest
  void aWorkerEndsWithItsQueue() {
    var queue = WorkQueue.<String>fifo();
    queue.put("a");
    queue.put("b");
    queue.shutdown();

    work(queue);

    assertThat(resized).containsExactly("a", "b");
    queue.join();
  }
}
