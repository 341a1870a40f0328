package dev.treadle.io.file;

import static dev.treadle.Treadle.moveOnAfter;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.io.TempDir;

/// Cancellations that hit offloaded work, on real threads.
class RealFilesTest {

  private static final byte[] LARGE = new byte[64 * 1024 * 1024];

  /// Cancels at some moment of a short while.
  private static Duration someTime() {
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(3_000_000));
  }

  @TreadleTest(realTime = true)
  void aFileStaysUsableWheneverItsReadsAndWritesAreCancelled(@TempDir Path folder)
      throws IOException {
    try (var file = Files.open(folder.resolve("a"), READ, WRITE, CREATE)) {
      for (int round = 0; round < 300; round++) {
        var bytes = ByteBuffer.wrap(LARGE, 0, 4 * 1024 * 1024);
        boolean written = moveOnAfter(someTime(), () -> file.writeAt(bytes, 0));
        assertThat(written).isEqualTo(!bytes.hasRemaining());
        var _ = moveOnAfter(someTime(), () -> file.readAt(ByteBuffer.allocate(100_000), 0));
        var _ = moveOnAfter(someTime(), () -> file.position());
      }

      assertThat(file.size()).isPositive();
    }
  }

  @TreadleTest(realTime = true)
  void aCancelledWriteSaysHowFarItCame(@TempDir Path folder) throws IOException {
    try (var file = Files.open(folder.resolve("a"), WRITE, CREATE)) {
      for (int round = 0; round < 20; round++) {
        file.truncate(0);
        file.position(0);
        var bytes = ByteBuffer.wrap(LARGE);
        boolean written = moveOnAfter(someTime(), () -> file.write(bytes));

        assertThat(file.size()).isEqualTo(bytes.position());
        assertThat(written).isEqualTo(!bytes.hasRemaining());
      }
    }
  }

  @TreadleTest(realTime = true)
  void aFileIsReplacedAtomicallyWheneverTheTaskIsCancelled(@TempDir Path folder)
      throws IOException {
    var file = folder.resolve("a");
    var old = new byte[2_000_000];
    var fresh = new byte[2_000_000];
    Arrays.fill(fresh, (byte) 1);
    Files.writeAtomically(file, old);
    for (int round = 0; round < 50; round++) {
      var _ = moveOnAfter(someTime(), () -> Files.writeAtomically(file, fresh));
      var _ = moveOnAfter(someTime(), () -> Files.writeAtomically(file, old));

      var content = Files.readBytes(file);
      assertThat(Arrays.equals(content, old) || Arrays.equals(content, fresh)).isTrue();
      assertThat(Files.list(folder)).containsExactly(file);
    }
  }

  @TreadleTest(realTime = true)
  void aCancelledCopyLeavesNoTarget(@TempDir Path folder) throws IOException {
    var source = folder.resolve("a");
    Files.write(source, LARGE);
    for (int round = 0; round < 20; round++) {
      var target = folder.resolve("b");
      boolean copied = moveOnAfter(someTime(), () -> Files.copy(source, target));

      assertThat(Files.exists(target)).isEqualTo(copied);
      Files.delete(target);
    }
  }

  @TreadleTest(realTime = true)
  void aLongReadEndsBetweenTwoPieces(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    for (int i = 0; i < 3; i++) {
      Files.append(file, LARGE);
    }
    for (int round = 0; round < 5; round++) {
      // Had it read on to the end, there would be a value, and a value beats a cancellation.
      assertThat(moveOnAfter(Duration.ofMillis(5), () -> Files.readBytes(file))).isEmpty();
    }
  }

  @TreadleTest(realTime = true)
  void whatIsOffloadedAnywayMayUseFiles(@TempDir Path folder) throws IOException {
    var text =
        Treadle.blocking(() -> {
          Files.write(folder.resolve("a"), "inside");
          return Files.readString(folder.resolve("a"));
        });

    assertThat(text).isEqualTo("inside");
  }
}
