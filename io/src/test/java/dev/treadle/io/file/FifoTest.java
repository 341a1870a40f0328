package dev.treadle.io.file;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.io.BrokenStreamException;
import dev.treadle.io.pipe.HeldThreadsProbe;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/// Files that may say nothing for ever.
class FifoTest {

  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertNoThreadIsHeld() throws InterruptedException {
    RealTime.eventually(MINUTE, () -> assertThat(HeldThreadsProbe.busy()).isZero());
  }

  @TreadleTest(realTime = true)
  void whatIsWrittenIsRead(@TempDir Path folder) throws Exception {
    var fifo = Fifo.in(folder);
    TaskGroup.run(group -> {
      group.start(() -> Files.write(fifo, "through the fifo"));
      assertThat(Files.readString(fifo)).isEqualTo("through the fifo");
    });

    assertNoThreadIsHeld();
  }

  @TreadleTest(realTime = true)
  void linesComeOneByOne(@TempDir Path folder) throws Exception {
    var fifo = Fifo.in(folder);
    TaskGroup.run(group -> {
      group.start(() -> {
        try (var file = Files.open(fifo, WRITE)) {
          file.write(bytes("first\nsecond\n"));
          file.force();
        }
      });
      assertThat(Files.lines(fifo).toList()).containsExactly("first", "second");
    });
  }

  @TreadleTest(realTime = true)
  void cancellingAReadTakesMillisecondsAndLosesNothing(@TempDir Path folder) throws Exception {
    assertNoThreadIsHeld();
    var fifo = Fifo.in(folder);
    try (var file = Files.open(fifo, READ, WRITE)) { // both ends, so it is open at once
      var buffer = ByteBuffer.allocate(100);
      for (int round = 0; round < 20; round++) {
        long begin = System.nanoTime();
        assertThat(moveOnAfter(SOON, () -> file.read(buffer))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      }
      assertThat(HeldThreadsProbe.busy()).isEqualTo(1);
      file.write(bytes("late"));

      assertThat(file.read(buffer)).isEqualTo(4);
    }

    assertNoThreadIsHeld();
  }

  @TreadleTest(realTime = true)
  void closingReleasesTheThreadOfACancelledRead(@TempDir Path folder) throws Exception {
    var fifo = Fifo.in(folder);
    for (int round = 0; round < 20; round++) {
      try (var file = Files.open(fifo, READ, WRITE)) {
        assertThat(moveOnAfter(SOON, () -> file.read(ByteBuffer.allocate(1)))).isEmpty();
      }
    }

    assertNoThreadIsHeld();
  }

  @TreadleTest(realTime = true)
  void whoReadsWhileItIsClosedIsTold(@TempDir Path folder) throws Exception {
    var file = Files.open(Fifo.in(folder), READ, WRITE);
    TaskGroup.run(group -> {
      group.start(() ->
          assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1)))
              .isInstanceOf(ClosedChannelException.class));
      sleep(SOON);
      file.close();
    });

    assertNoThreadIsHeld();
  }

  @TreadleTest(realTime = true)
  void whoWritesWhileItIsClosedIsTold(@TempDir Path folder) throws Exception {
    var file = Files.open(Fifo.in(folder), READ, WRITE);
    TaskGroup.run(group -> {
      group.start(() ->
          assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1_000_000)))
              .isInstanceOf(ClosedChannelException.class));
      sleep(Duration.ofMillis(100));
      file.close();
    });

    assertNoThreadIsHeld();
  }

  @TreadleTest(realTime = true)
  void afterClosingNothingWorksAndClosingAgainDoesNothing(@TempDir Path folder) throws Exception {
    var file = Files.open(Fifo.in(folder), READ, WRITE);
    file.close();
    file.close();

    assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> file.write(bytes("x"))).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(file::readAll).isInstanceOf(ClosedChannelException.class);
  }

  @TreadleTest(realTime = true)
  void cancellingWhoeverOpensTakesMillisecondsAndHoldsNoThread(@TempDir Path folder)
      throws Exception {
    var fifo = Fifo.in(folder);
    for (int round = 0; round < 10; round++) {
      long begin = System.nanoTime();
      assertThat(moveOnAfter(SOON, () -> Files.open(fifo))).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      assertNoThreadIsHeld();

      assertThat(moveOnAfter(SOON, () -> Files.write(fifo, "nobody reads"))).isFalse();
      assertNoThreadIsHeld();
    }
  }

  @TreadleTest(realTime = true)
  void moreFifosThanThereAreBlockingThreadsKeepNobodyFromFiles(@TempDir Path folder)
      throws Exception {
    var fifo = Fifo.in(folder);
    var other = folder.resolve("other");
    TaskGroup.run(group -> {
      for (int i = 0; i < 200; i++) {
        group.startDaemon(() -> {
          try (var file = Files.open(fifo, READ, WRITE)) {
            file.read(ByteBuffer.allocate(1));
          }
        });
      }
      sleep(SOON);
      Files.write(other, "not held up");
      assertThat(Files.readString(other)).isEqualTo("not held up");
    });

    assertNoThreadIsHeld();
  }

  @TreadleTest(realTime = true)
  void aWriteThatIsCancelledMidwaySaysHowFarItCameAndBreaksTheStream(@TempDir Path folder)
      throws Exception {
    var fifo = Fifo.in(folder);
    try (var file = Files.open(fifo, READ, WRITE)) {
      var large = ByteBuffer.allocate(1_000_000);
      assertThat(moveOnAfter(Duration.ofSeconds(1), () -> file.write(large))).isFalse();

      assertThat(large.position()).isBetween(1, 200_000);
      assertThatThrownBy(() -> file.write(bytes("more")))
          .isInstanceOf(BrokenStreamException.class)
          .hasMessage(
              "the stream is broken: a write was cancelled after %d of 1000000 bytes"
                  .formatted(large.position()));
      Treadle.timeout(MINUTE, () -> drain(file, large.position()));
    }

    assertNoThreadIsHeld();
  }

  @TreadleTest(realTime = true)
  void cancellingAWriteThatNobodyReadsTakesMilliseconds(@TempDir Path folder) throws Exception {
    var fifo = Fifo.in(folder);
    try (var _ = Files.open(fifo, READ, WRITE)) { // who could read, and does not
      for (int round = 0; round < 3; round++) {
        long begin = System.nanoTime();
        assertThat(moveOnAfter(SOON, () -> Files.write(fifo, new byte[1_000_000]))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      }
    }

    assertNoThreadIsHeld();
  }

  private static void drain(FileHandle file, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      file.read(buffer);
    }
  }

  @TreadleTest(realTime = true)
  void itHasNoPositions(@TempDir Path folder) throws Exception {
    var fifo = Fifo.in(folder);
    try (var file = Files.open(fifo, READ, WRITE)) {
      var message =
          "'%s': expected a file with positions, found a fifo or a device, which is only read and"
                  .formatted(fifo)
              + " written from beginning to end";
      assertThatThrownBy(file::size).isInstanceOf(IOException.class).hasMessage(message);
      assertThatThrownBy(file::position).hasMessage(message);
      assertThatThrownBy(() -> file.position(1)).hasMessage(message);
      assertThatThrownBy(() -> file.truncate(1)).hasMessage(message);
      assertThatThrownBy(() -> file.readAt(ByteBuffer.allocate(1), 1)).hasMessage(message);
      assertThatThrownBy(() -> file.writeAt(bytes("x"), 1)).hasMessage(message);
    }
  }

  @TreadleTest(realTime = true)
  void devicesAreFilesToo() throws Exception {
    assertThat(Files.readBytes(Path.of("/dev/null"))).isEmpty();
    Files.write(Path.of("/dev/null"), "nowhere");
    var zeros = new AtomicInteger();
    Files.chunks(Path.of("/dev/zero"), 1000).take(5).forEach(c -> zeros.addAndGet(c.length));
    assertThat(zeros).hasValue(5000);
  }
}
