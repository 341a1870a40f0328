package dev.treadle.io.file;

import static dev.treadle.Treadle.moveOnAfter;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.CancelScope;
import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class FileHandleTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }

  // --- In order

  @TreadleTest
  void readingMovesOn(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "abcdef");
    try (var file = Files.open(folder.resolve("a"))) {
      var buffer = ByteBuffer.allocate(4);

      assertThat(file.read(buffer)).isEqualTo(4);
      assertThat(text(buffer)).isEqualTo("abcd");
      assertThat(file.position()).isEqualTo(4);
      assertThat(file.readAll()).isEqualTo("ef".getBytes(StandardCharsets.UTF_8));
      assertThat(file.read(buffer.clear())).isEqualTo(-1);
      assertThat(buffer.position()).isZero();
    }
  }

  @TreadleTest
  void writingMovesOn(@TempDir Path folder) throws IOException {
    try (var file = Files.open(folder.resolve("a"), READ, WRITE, CREATE_NEW)) {
      file.write(bytes("hello "));
      file.write(bytes("world"));
      file.position(6);

      assertThat(file.readAll()).isEqualTo("world".getBytes(StandardCharsets.UTF_8));
      assertThat(file.size()).isEqualTo(11);
    }
  }

  @TreadleTest
  void appendingAlwaysGoesToTheEnd(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "abc");
    try (var file = Files.open(folder.resolve("a"), APPEND)) {
      file.position(0);
      file.write(bytes("d"));
    }

    assertThat(Files.readString(folder.resolve("a"))).isEqualTo("abcd");
  }

  @TreadleTest
  void aLargeBufferIsWrittenWhole(@TempDir Path folder) throws IOException {
    var large = ByteBuffer.allocate(5_000_000);
    large.put(4_999_999, (byte) 7);
    try (var file = Files.open(folder.resolve("a"), READ, WRITE, CREATE)) {
      file.write(large);
      assertThat(large.hasRemaining()).isFalse();
      file.writeAt(large.flip(), 5_000_000);

      assertThat(file.size()).isEqualTo(10_000_000);
      var last = ByteBuffer.allocate(2);
      assertThat(file.readAt(last, 9_999_999)).isEqualTo(1);
      assertThat(last.get(0)).isEqualTo((byte) 7);
    }
  }

  // --- By position

  @TreadleTest
  void positionedOperationsLeaveThePositionAlone(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "abcdef");
    try (var file = Files.open(folder.resolve("a"), READ, WRITE)) {
      var buffer = ByteBuffer.allocate(2);
      file.writeAt(bytes("XY"), 2);

      assertThat(file.readAt(buffer, 1)).isEqualTo(2);
      assertThat(text(buffer)).isEqualTo("bX");
      assertThat(file.position()).isZero();
      assertThat(file.readAt(buffer.clear(), 6)).isEqualTo(-1);
    }
  }

  @TreadleTest
  void manyTasksReadByPosition(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "0123456789".repeat(100));
    try (var file = Files.open(folder.resolve("a"))) {
      var right = new AtomicInteger();
      TaskGroup.run(group -> {
        for (int i = 0; i < 100; i++) {
          int position = i * 7;
          group.start(() -> {
            var buffer = ByteBuffer.allocate(1);
            file.readAt(buffer, position);
            right.addAndGet(buffer.get(0) - '0' == position % 10 ? 1 : 0);
          });
        }
      });
      assertThat(right).hasValue(100);
    }
  }

  @TreadleTest
  void truncatingAndForcing(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "abcdef");
    try (var file = Files.open(folder.resolve("a"), WRITE)) {
      file.truncate(3);
      file.truncate(10);
      file.force();
    }

    assertThat(Files.readString(folder.resolve("a"))).isEqualTo("abc");
  }

  // --- Mistakes

  @TreadleTest
  void whatMakesNoSenseIsRefused(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "abc");
    try (var file = Files.open(folder.resolve("a"))) {
      assertThatThrownBy(() -> file.read(ByteBuffer.allocate(0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("into: expected room for a byte, found none");
      assertThatThrownBy(() -> file.readAt(ByteBuffer.allocate(1), -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("position: expected zero or more, found -1");
      assertThatThrownBy(() -> file.truncate(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("size: expected zero or more, found -1");
      assertThatThrownBy(() -> file.write(bytes("x")))
          .isInstanceOf(NonWritableChannelException.class);
      assertThat(file).hasToString("file " + folder.resolve("a"));
      assertThat(file.path()).isEqualTo(folder.resolve("a"));
    }
    try (var file = Files.open(folder.resolve("a"), WRITE)) {
      assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1)))
          .isInstanceOf(NonReadableChannelException.class);
    }
    assertThatThrownBy(() -> Files.open(folder.resolve("a"), WRITE, CREATE_NEW))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @TreadleTest
  void afterClosingNothingWorksAndClosingAgainDoesNothing(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "abc");
    var file = Files.open(folder.resolve("a"));
    file.close();
    file.close();

    assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(file::size).isInstanceOf(ClosedChannelException.class);
  }

  // --- Cancellation

  @TreadleTest
  void aCancelledOperationLeavesTheFileOpen(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "abc");
    try (var file = Files.open(folder.resolve("a"), READ, WRITE)) {
      boolean ended =
          CancelScope.run(scope -> {
            scope.cancel("before it began");
            file.write(bytes("x"));
          });
      assertThat(ended).isFalse();

      assertThat(file.readAll()).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
    }
  }

  @TreadleTest
  void aCancelledTaskClosesItsFile(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), "abc");
    var files = new java.util.ArrayList<FileHandle>();

    var _ =
        moveOnAfter(
            Duration.ofSeconds(1),
            () -> {
              try (var file = Files.open(folder.resolve("a"))) {
                files.add(file);
                dev.treadle.Treadle.sleep(Duration.ofHours(1));
              }
            });

    assertThatThrownBy(() -> files.getFirst().size()).isInstanceOf(ClosedChannelException.class);
  }
}
