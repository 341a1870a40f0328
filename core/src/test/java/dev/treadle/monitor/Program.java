package dev.treadle.monitor;

import dev.treadle.Task;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// A program to look into: two of its tasks wait for each other. It ends with its input.
final class Program {

  private static final CountDownLatch STARTED = new CountDownLatch(1);

  private Program() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 0) {
      Thread.startVirtualThread(() -> Treadle.run(Program::work));
      STARTED.await();
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Whoever started it closes its input when it is done.
    }
    System.exit(0);
  }

  private static void work() {
    TaskGroup.run(
        "orders",
        group -> {
          var second = new CompletableFuture<Task<Void>>();
          var first = group.start("bill", () -> second.join().await());
          second.complete(group.start("ship", () -> first.await()));
          group.start(
              "clock",
              () -> {
                STARTED.countDown();
                Treadle.sleep(Duration.ofHours(1));
              });
        });
  }
}
