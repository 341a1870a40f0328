package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;

/// Interrupts in real time: one thread inside `FileChannel.read` holds up whoever interrupts it.
class InterruptersTest {

  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path directory;

  @TreadleTest(realTime = true)
  void aTaskStuckInAFileDelaysNeitherItsSiblingsNorAnyTimer() throws Exception {
    try (var fifo = fifo()) {
      // Warm, two interrupts come so close that one idle interrupter seems enough for both.
      for (int i = 0; i < 2_000; i++) {
        cancelTwo();
      }
      RealTime.eventually(MINUTE, () -> assertThat(isInterrupterIdle()).isTrue());

      Treadle.run(() -> {
        for (int round = 0; round < 5; round++) {
          cancelBesideATaskThatIsStuck(fifo);
        }
      });
    }
  }

  private static void cancelTwo() {
    TaskGroup.run(group -> {
      group.start(() -> new CountDownLatch(1).await());
      group.start(() -> new CountDownLatch(1).await());
      sleep(Duration.ofNanos(1));
      group.cancel("enough");
    });
  }

  private void cancelBesideATaskThatIsStuck(RandomAccessFile fifo) throws Exception {
    var reader = new CompletableFuture<Thread>();
    var siblingEnded = new CountDownLatch(1);
    try (var group = TaskGroup.open()) {
      group.start(() -> endAfterInterrupt(siblingEnded));
      var stuck = group.start(() -> readOneByte(reader));
      RealTime.eventually(MINUTE, () -> assertThat(isReading(reader.get())).isTrue());

      group.cancel("enough"); // the newest first
      siblingEnded.await();
      assertThat(moveOnAfter(MOMENT, () -> sleep(MINUTE))).isFalse();
      assertThat(moveOnAfter(MOMENT, () -> new CountDownLatch(1).await())).isFalse();
      assertThat(stuck.isDone()).isFalse();

      fifo.write(7);
      group.join();
    }
  }

  private static void endAfterInterrupt(CountDownLatch ended) throws InterruptedException {
    try {
      new CountDownLatch(1).await();
    } finally {
      ended.countDown();
    }
  }

  private static boolean isInterrupterIdle() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread ->
            thread.getName().equals("treadle-interrupter")
                && thread.getState() == Thread.State.WAITING);
  }

  private static boolean isReading(Thread thread) {
    var stack = thread.getStackTrace();
    return stack.length > 0 && stack[0].getMethodName().equals("read0");
  }

  private void readOneByte(CompletableFuture<Thread> reader) throws IOException {
    try (var channel = FileChannel.open(directory.resolve("fifo"), StandardOpenOption.READ)) {
      reader.complete(Thread.currentThread());
      channel.read(ByteBuffer.allocate(1));
    }
  }

  /// Opened at both ends, so that nobody waits for the other end to be opened.
  private RandomAccessFile fifo() throws IOException, InterruptedException {
    var path = directory.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    assertThat(Files.exists(path)).isTrue();
    return new RandomAccessFile(path.toFile(), "rw");
  }
}
