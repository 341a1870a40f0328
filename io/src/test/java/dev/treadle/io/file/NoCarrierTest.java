package dev.treadle.io.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The system holds the thread of whoever uses a file. That must never be a carrier.
class NoCarrierTest {

  @TempDir Path directory;

  private final WitnessedFiles files = new WitnessedFiles();
  private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void makePaths() throws IOException {
    folder = files.path(directory);
    file = folder.resolve("a");
    java.nio.file.Files.writeString(directory.resolve("a"), "some\nlines\n");
  }

  private void assertUsed(String... uses) {
    assertThat(files.onVirtualThreads).isEmpty();
    assertThat(files.onThreadsOfTheSystem).contains(uses);
  }

  @TreadleTest(realTime = true)
  void openFiles() throws IOException {
    try (var open = Files.open(file, READ, WRITE, CREATE)) {
      open.read(ByteBuffer.allocate(1));
      open.readAt(ByteBuffer.allocate(1), 0);
      var _ = open.readAll();
      open.write(ByteBuffer.allocate(1));
      open.writeAt(ByteBuffer.allocate(1), 0);
      open.position(open.position());
      open.truncate(open.size());
      open.force();
    }

    assertUsed("open", "read", "write", "position", "size", "truncate", "force", "close");
  }

  @TreadleTest(realTime = true)
  void wholeFiles() throws IOException {
    Files.write(file, Files.readString(file));
    Files.append(file, "more\n");
    Files.writeAtomically(file, Files.readBytes(file));
    Files.copy(file, folder.resolve("b"));
    Files.copy(file, folder.resolve("c"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(folder.resolve("b"), folder.resolve("d"));

    assertUsed("open", "read", "write", "force", "toRealPath", "transfer", "copy", "move", "close");
  }

  @TreadleTest(realTime = true)
  void flows() {
    assertThat(Files.lines(file).toList()).containsExactly("some", "lines");
    assertThat(Files.chunks(file, 4).toList()).hasSize(3);
    assertThat(Files.walk(folder).toList()).hasSize(2);

    assertUsed("open", "read", "list", "attributes", "close");
  }

  @TreadleTest(realTime = true)
  void changes() {
    dev.treadle.Treadle.moveOnAfter(
        Duration.ofMillis(50), () -> Files.watch(folder).forEach(_ -> {}));

    assertUsed("watch", "register");
  }

  @TreadleTest(realTime = true)
  void directoriesAndAttributes() throws IOException {
    Files.createDirectories(folder.resolve("inner/most"));
    assertThat(Files.exists(file)).isTrue();
    assertThat(Files.attributes(file).size()).isEqualTo(Files.size(file));
    assertThat(Files.list(folder)).hasSize(2);
    Files.delete(file);
    Files.deleteTree(folder.resolve("inner"));

    assertUsed("create", "attributes", "list", "delete");
  }
}
