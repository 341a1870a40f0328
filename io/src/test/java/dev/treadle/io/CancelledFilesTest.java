package dev.treadle.io;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.io.file.Files;
import dev.treadle.io.pipe.HeldThreadsProbe;
import dev.treadle.io.process.Signals;
import dev.treadle.io.process.Subprocess;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is done with files and processes, cancelled anywhere: it ends within milliseconds, and
/// when the test is over threads and descriptors are counted.
class CancelledFilesTest {

  private static final byte[] LARGE = new byte[8 * 1024 * 1024];

  /// To start a process and to end one takes the system that long.
  private static final Duration OF_A_PROCESS = Duration.ofMillis(200);

  @TempDir Path folder;

  private Path large() throws IOException {
    var file = folder.resolve("large");
    Files.write(file, LARGE);
    return file;
  }

  // --- Files

  @TreadleTest(realTime = true)
  void openFiles() throws IOException {
    var file = large();
    CancelledAnywhere.run(() -> {
      try (var open = Files.open(file)) {
        open.read(ByteBuffer.allocate(100));
        var _ = open.readAll();
      }
    });
  }

  @TreadleTest(realTime = true)
  void wholeFiles() throws IOException {
    var file = large();
    var copy = folder.resolve("copy");
    CancelledAnywhere.run(() -> {
      var _ = Files.readBytes(file);
    });
    CancelledAnywhere.run(() -> Files.write(copy, LARGE));
    CancelledAnywhere.run(() -> Files.writeAtomically(copy, LARGE));
    CancelledAnywhere.run(() -> Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING));
  }

  @TreadleTest(realTime = true)
  void flowsOfFiles() throws IOException {
    var file = large();
    Files.write(folder.resolve("text"), "a line\n".repeat(100_000));
    CancelledAnywhere.run(() -> Files.lines(folder.resolve("text")).forEach(_ -> {}));
    CancelledAnywhere.run(() -> Files.chunks(file, 1000).forEach(_ -> {}));
  }

  @TreadleTest(realTime = true)
  void directories() throws IOException {
    for (int i = 0; i < 300; i++) {
      Files.createDirectories(folder.resolve("tree/" + i % 10 + "/" + i));
    }
    CancelledAnywhere.run(() -> Files.walk(folder).forEach(_ -> {}));
    CancelledAnywhere.run(() -> Files.watch(folder).forEach(_ -> {}));
    CancelledAnywhere.run(() -> {
      var _ = Files.list(folder);
    });
    CancelledAnywhere.run(() -> {
      var _ = Files.deleteTree(folder.resolve("tree"));
    });
  }

  @TreadleTest(realTime = true)
  void temporaryOnes() throws IOException {
    var paths = new ArrayList<Path>();
    CancelledAnywhere.run(() -> {
      try (var directory = Files.tempDirectory();
          var file = Files.tempFile()) {
        paths.add(directory.path());
        paths.add(file.path());
        Files.write(directory.path().resolve("a"), "x");
      }
    });

    assertThat(paths).isNotEmpty().noneMatch(path -> path.toFile().exists());
  }

  @TreadleTest(realTime = true)
  void fifos() throws Exception {
    var fifo = folder.resolve("fifo");
    var _ = Subprocess.run("mkfifo", fifo.toString()).check();
    CancelledAnywhere.run(() -> {
      try (var open = Files.open(fifo, READ, WRITE)) {
        open.read(ByteBuffer.allocate(1));
      }
    });
    CancelledAnywhere.run(() -> Files.write(fifo, "nobody reads"));
    CancelledAnywhere.run(() -> {
      var _ = Files.readString(fifo);
    });
    CancelledAnywhere.run(() -> Files.lines(fifo).forEach(_ -> {}));

    assertNoThreadIsHeld();
  }

  private static void assertNoThreadIsHeld() throws InterruptedException {
    RealTime.eventually(Duration.ofSeconds(10), () -> assertThat(HeldThreadsProbe.busy()).isZero());
  }

  // --- Processes

  @TreadleTest(realTime = true)
  void runningAProcess() throws IOException {
    CancelledAnywhere.run(
        20,
        Duration.ofMillis(5),
        OF_A_PROCESS,
        () -> {
          var _ = Subprocess.run("sleep", "60");
        });
  }

  @TreadleTest(realTime = true)
  void talkingToAProcess() throws Exception {
    try (var process = Subprocess.open("sleep", "60")) {
      CancelledAnywhere.run(() -> {
        var _ = process.stdout().read(ByteBuffer.allocate(1));
      });
      CancelledAnywhere.run(() -> process.stderr().lines().forEach(_ -> {}));
      CancelledAnywhere.run(() -> {
        var _ = process.await();
      });
      CancelledAnywhere.run(
          1,
          Duration.ofMillis(50),
          OF_A_PROCESS,
          () -> process.stdin().write(ByteBuffer.allocate(1_000_000)));
    }

    assertNoThreadIsHeld();
  }

  @TreadleTest(realTime = true)
  void receivingSignals() throws IOException {
    CancelledAnywhere.run(() -> Signals.receive("USR1").forEach(_ -> {}));
  }

  @TreadleTest(realTime = true)
  void whatIsLeftIsUsable() throws IOException {
    // A cancelled task must not have closed or kept what others share: the threads of blocking.
    CancelledAnywhere.run(() -> Treadle.blocking(() -> Files.write(folder.resolve("a"), LARGE)));

    Files.write(folder.resolve("a"), "fine");
    assertThat(Files.readString(folder.resolve("a"))).isEqualTo("fine");
  }
}
