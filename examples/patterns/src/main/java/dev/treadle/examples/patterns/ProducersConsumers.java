package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.sleep;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.channel.WorkQueue;
import java.time.Duration;

/// Two tasks make work, three do it, and a bounded queue keeps them in step.
final class ProducersConsumers {

  private ProducersConsumers() {}

  // @start region="program"
  static void produce(int producer, WorkQueue<String> queue) {
    for (int i = 1; i <= 5; i++) {
      queue.put("item " + producer + "." + i); // waits while the queue is full
      sleep(Duration.ofMillis(100));
    }
  }

  static void consume(int consumer, WorkQueue<String> queue, Show show) {
    for (var item : queue) { // ends when the queue is shut down and empty
      show.line("consumer " + consumer + " has " + item);
      sleep(Duration.ofMillis(200));
    }
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      var queue = WorkQueue.<String>fifo(10);
      TaskGroup.run(consumers -> {
        for (int c = 1; c <= 3; c++) {
          int consumer = c;
          consumers.start("consumer-" + c, () -> consume(consumer, queue, show));
        }
        TaskGroup.run(producers -> {
          producers.start("producer-1", () -> produce(1, queue));
          producers.start("producer-2", () -> produce(2, queue));
        });
        queue.shutdown();
      });
      show.line("all done");
    });
  }
  // @end region="program"
}
