package dev.treadle.io.file;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.io.pipe.HeldThreadsProbe;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private static FileEvent next(Flow.Cursor<FileEvent> events) {
    return Treadle.timeout(MINUTE, () -> events.iterator().next());
  }

  private static FileEvent next(Flow.Cursor<FileEvent> events, FileEvent.Kind kind) {
    var event = next(events);
    while (event.kind() != kind) {
      event = next(events);
    }
    return event;
  }

  @TreadleTest(realTime = true)
  void whatHappensIsTold(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    try (var events = Files.watch(folder).open()) {
      Files.write(file, "x");
      assertThat(next(events)).isEqualTo(new FileEvent(FileEvent.Kind.CREATED, file));
      Files.append(file, "y");
      assertThat(next(events, FileEvent.Kind.MODIFIED).path()).isEqualTo(file);
      Files.delete(file);
      assertThat(next(events, FileEvent.Kind.DELETED).path()).isEqualTo(file);
    }
  }

  @TreadleTest(realTime = true)
  void aCancelledWaitLosesNothing(@TempDir Path folder) throws IOException {
    try (var events = Files.watch(folder).open()) {
      for (int round = 0; round < 10; round++) {
        long begin = System.nanoTime();
        assertThat(moveOnAfter(SOON, () -> events.iterator().next())).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      }
      Files.write(folder.resolve("a"), "x");

      assertThat(next(events).kind()).isEqualTo(FileEvent.Kind.CREATED);
    }
  }

  @TreadleTest(realTime = true)
  void whoLeavesHoldsNoThread(@TempDir Path folder) throws Exception {
    for (int round = 0; round < 10; round++) {
      assertThat(moveOnAfter(SOON, () -> Files.watch(folder).forEach(_ -> {}))).isFalse();
    }

    RealTime.eventually(MINUTE, () -> assertThat(HeldThreadsProbe.busy()).isZero());
  }

  @TreadleTest(realTime = true)
  void itEndsWithItsDirectory(@TempDir Path folder) throws IOException {
    var watched = folder.resolve("watched");
    Files.createDirectories(watched);
    try (var events = Files.watch(watched).open()) {
      Files.delete(watched);

      Treadle.timeout(MINUTE, () -> events.forEach(_ -> {}));
    }
  }

  @TreadleTest(realTime = true)
  void whatHappenedBeforeItsDirectoryWentIsToldAndThenItEnds(@TempDir Path folder)
      throws IOException {
    var watched = folder.resolve("watched");
    for (int round = 0; round < 5; round++) {
      Files.createDirectories(watched);
      Files.write(watched.resolve("a"), "x");
      try (var events = Files.watch(watched).open()) {
        Files.deleteTree(watched);
        Treadle.sleep(SOON); // so that all of it has been noted when somebody asks

        assertThat(next(events, FileEvent.Kind.DELETED).path()).isEqualTo(watched.resolve("a"));
        assertThat(Treadle.timeout(MINUTE, () -> events.iterator().hasNext())).isFalse();
      }
    }
  }

  @TreadleTest(realTime = true)
  void moreThanCouldBeNotedIsTold(@TempDir Path folder) throws IOException {
    try (var events = Files.watch(folder).open()) {
      for (int i = 0; i < 2000; i++) {
        java.nio.file.Files.createFile(folder.resolve("f" + i));
      }

      assertThat(next(events, FileEvent.Kind.LOST).path()).isEqualTo(folder);
    }
  }

  @TreadleTest(realTime = true)
  void whatIsNoDirectoryCannotBeWatched(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, "x");

    assertThatThrownBy(() -> Files.watch(file).toList())
        .hasCauseInstanceOf(NotDirectoryException.class);
  }

  @TreadleTest(realTime = true)
  void whatIsNotThereCannotBeWatched(@TempDir Path folder) {
    assertThatThrownBy(() -> Files.watch(folder.resolve("none")).toList())
        .hasCauseInstanceOf(NoSuchFileException.class);
  }
}
