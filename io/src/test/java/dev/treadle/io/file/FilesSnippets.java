package dev.treadle.io.file;

import static dev.treadle.Treadle.sleep;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;

/// The examples in the documentation of files.
class FilesSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // @start region="whole"
  void rotate(Path config, Path backup) throws IOException {
    String text = Files.readString(config);
    Files.write(backup, text);
    Files.writeAtomically(config, text.replace("debug", "info")); // old or new, never half
  }

  // @end region="whole"

  // @start region="lines"
  long errors(Path logFile) {
    var count = new AtomicLong();
    Files.lines(logFile)
        .filter(line -> line.contains("ERROR"))
        .forEach(_ -> count.incrementAndGet());
    return count.get();
  }

  // @end region="lines"

  // @start region="handle"
  void setCounter(Path path, long value) throws IOException {
    try (var file = Files.open(path, READ, WRITE, CREATE)) {
      file.writeAt(ByteBuffer.allocate(Long.BYTES).putLong(0, value), 0);
      file.force(); // it is on the disk now
    }
  }

  // @end region="handle"

  // @start region="temp"
  long unpacked(Path archive) throws IOException {
    try (var folder = Files.tempDirectory()) {
      unpack(archive, folder.path());
      return Files.list(folder.path()).size();
    } // deleted, with everything in it, also if the task was cancelled
  }

  // @end region="temp"

  // @start region="watch"
  void reloadOnChange(Path directory) {
    Files.watch(directory)
        .filter(event -> event.path().endsWith("config.toml"))
        .forEach(_ -> reload());
  }

  // @end region="watch"

  // @start region="walk"
  List<Path> sources(Path project) {
    return Files.walk(project).filter(path -> path.toString().endsWith(".java")).toList();
  }

  // @end region="walk"

  // @start region="fifo"
  Optional<byte[]> nextMessage(FileHandle fifo) throws IOException {
    var buffer = ByteBuffer.allocate(1024);
    return Treadle.moveOnAfter(Duration.ofMillis(50), () -> fifo.read(buffer))
        .map(_ -> buffer.array());
  }

  // @end region="fifo"

  private void unpack(Path archive, Path folder) throws IOException {
    Files.copy(archive, folder.resolve("unpacked"));
  }

  private void reload() {
    log.add("reloaded");
  }

  @TreadleTest
  void aTextIsChanged(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("config"), "level=debug");
    rotate(folder.resolve("config"), folder.resolve("backup"));

    assertThat(Files.readString(folder.resolve("config"))).isEqualTo("level=info");
    assertThat(Files.readString(folder.resolve("backup"))).isEqualTo("level=debug");
  }

  @TreadleTest
  void linesAreCounted(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("log"), "ok\nERROR a\nok\nERROR b\n");

    assertThat(errors(folder.resolve("log"))).isEqualTo(2);
  }

  @TreadleTest
  void aNumberIsStored(@TempDir Path folder) throws IOException {
    setCounter(folder.resolve("counter"), 42);

    assertThat(ByteBuffer.wrap(Files.readBytes(folder.resolve("counter"))).getLong()).isEqualTo(42);
  }

  @TreadleTest
  void aTemporaryDirectoryIsUsed(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("archive"), "x");

    assertThat(unpacked(folder.resolve("archive"))).isEqualTo(1);
  }

  @TreadleTest(realTime = true)
  void aChangeIsNoticed(@TempDir Path folder) {
    TaskGroup.run(group -> {
      var watcher = group.start(() -> reloadOnChange(folder));
      while (log.isEmpty()) {
        Files.write(folder.resolve("config.toml"), "x");
        sleep(Duration.ofMillis(20));
      }
      watcher.cancel("seen");
    });

    assertThat(log).startsWith("reloaded");
  }

  @TreadleTest
  void sourcesAreFound(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("src"));
    Files.write(folder.resolve("src/A.java"), "");

    assertThat(sources(folder)).containsExactly(folder.resolve("src/A.java"));
  }

  @TreadleTest(realTime = true)
  void aFifoThatSaysNothingIsLeftAlone(@TempDir Path folder) throws Exception {
    try (var fifo = Files.open(Fifo.in(folder), READ, WRITE)) {
      assertThat(nextMessage(fifo)).isEmpty();
    }
  }
}
