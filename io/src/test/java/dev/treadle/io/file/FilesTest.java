package dev.treadle.io.file;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Action;
import dev.treadle.CancelScope;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/// Real files, in the simulation, where offloaded bodies run at once.
class FilesTest {

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  // --- Whole files

  @TreadleTest
  void whatWasWrittenIsRead(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    for (int length : new int[] {0, 1, 8191, 8192, 8193, 1024 * 1024, 3_000_000}) {
      Files.write(file, random(length));

      assertThat(Files.readBytes(file)).isEqualTo(random(length));
      assertThat(Files.size(file)).isEqualTo(length);
    }
  }

  @TreadleTest
  void textIsUtf8UnlessSaidOtherwise(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, "thrée");

    assertThat(Files.readString(file)).isEqualTo("thrée");
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo("thrÃ©e");
  }

  @TreadleTest
  void whatIsNoTextIsRefused(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, new byte[] {(byte) 0xff});

    assertThatThrownBy(() -> Files.readString(file)).isInstanceOf(MalformedInputException.class);
  }

  @TreadleTest
  void writingReplacesAndAppendingDoesNot(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, "a long text");
    Files.write(file, "short");
    Files.append(file, ", and more");
    Files.append(file, new byte[] {'!'});

    assertThat(Files.readString(file)).isEqualTo("short, and more!");
  }

  @TreadleTest
  void appendingCreates(@TempDir Path folder) throws IOException {
    Files.append(folder.resolve("a"), "new");

    assertThat(Files.readString(folder.resolve("a"))).isEqualTo("new");
  }

  @TreadleTest
  void aFileOfTheSystemThatHasNoSizeIsReadToItsEnd() throws IOException {
    assertThat(Files.readString(Path.of("/proc/self/status"))).startsWith("Name:").endsWith("\n");
  }

  @TreadleTest
  void whatIsNotThereIsTheJdksException(@TempDir Path folder) {
    assertThatThrownBy(() -> Files.readString(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("none").toString());
    assertThatThrownBy(() -> Files.write(folder.resolve("none/a"), "x"))
        .isInstanceOf(NoSuchFileException.class);
  }

  // --- Atomically

  @TreadleTest
  void writingAtomicallyReplacesAndLeavesNothingBeside(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.writeAtomically(file, "old");
    Files.writeAtomically(file, "new");

    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(Files.list(folder)).containsExactly(file);
  }

  @TreadleTest
  void permissionsOfWhatIsReplacedStay(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, "old");
    var permissions = PosixFilePermissions.fromString("rw-r-----");
    java.nio.file.Files.setPosixFilePermissions(file, permissions);

    Files.writeAtomically(file, "new");

    assertThat(java.nio.file.Files.getPosixFilePermissions(file)).isEqualTo(permissions);
  }

  @TreadleTest
  void aLinkIsFollowed(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    var link = folder.resolve("link");
    Files.write(file, "old");
    java.nio.file.Files.createSymbolicLink(link, file);

    Files.writeAtomically(link, "new");

    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(link).isSymbolicLink();
  }

  @TreadleTest
  void whatCannotBeReplacedLeavesNothingBeside(@TempDir Path folder) throws IOException {
    var directory = folder.resolve("directory");
    Files.createDirectories(directory.resolve("full"));

    assertThatThrownBy(() -> Files.writeAtomically(directory, "x")).isInstanceOf(IOException.class);
    assertThat(Files.list(folder)).containsExactly(directory);
  }

  // --- Flows

  @TreadleTest
  void linesOfAFile(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, "one\ntwo\r\n\nthrée");

    assertThat(Files.lines(file).toList()).containsExactly("one", "two", "", "thrée");
    assertThat(Files.lines(file).take(1).toList()).containsExactly("one");
    assertThat(Files.lines(file, StandardCharsets.ISO_8859_1).toList()).endsWith("thrÃ©e");
  }

  @TreadleTest
  void linesAreReadAsTheyAreWanted(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, "x\n".repeat(100_000));

    try (var cursor = Files.lines(file).open()) {
      assertThat(cursor.iterator().next()).isEqualTo("x");
      java.nio.file.Files.write(file, new byte[0]); // what was not read is gone
      int lines = 1;
      for (var _ : cursor) {
        lines++;
      }
      assertThat(lines).isBetween(2, 70_000);
    }
  }

  @TreadleTest
  void chunksOfAFile(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, random(2500));

    var sizes = Files.chunks(file, 1000).map(chunk -> chunk.length).toList();

    assertThat(sizes).containsExactly(1000, 1000, 500);
    assertThatThrownBy(() -> Files.chunks(file, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size: expected 1 to 1048576 bytes, found 0");
  }

  @TreadleTest
  void aFlowOfAFileThatIsNotThereFailsWhenItRuns(@TempDir Path folder) {
    var flow = Files.lines(folder.resolve("none"));

    assertThatThrownBy(flow::toList).hasCauseInstanceOf(NoSuchFileException.class);
  }

  @TreadleTest
  void walkingGivesDirectoriesFirst(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.write(folder.resolve("a/b/c"), "x");
    java.nio.file.Files.createSymbolicLink(folder.resolve("a/link"), folder);

    assertThat(Files.walk(folder).toList())
        .containsExactlyInAnyOrder(
            folder,
            folder.resolve("a"),
            folder.resolve("a/b"),
            folder.resolve("a/b/c"),
            folder.resolve("a/link"))
        .startsWith(folder, folder.resolve("a"));
    assertThat(Files.walk(folder, 1).toList()).containsExactly(folder, folder.resolve("a"));
    assertThatThrownBy(() -> Files.walk(folder, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth: expected zero or more, found -1");
  }

  @TreadleTest
  void walkingManyEntries(@TempDir Path folder) throws IOException {
    for (int i = 0; i < 700; i++) {
      java.nio.file.Files.createFile(folder.resolve("f" + i));
    }

    assertThat(Files.walk(folder).toList()).hasSize(701);
    assertThat(Files.walk(folder).take(300).toList()).hasSize(300);
  }

  @TreadleTest
  void walkingWhatIsNotThereFails(@TempDir Path folder) {
    var flow = Files.walk(folder.resolve("none"));

    assertThatThrownBy(flow::toList).hasCauseInstanceOf(NoSuchFileException.class);
  }

  // --- Directories and attributes

  @TreadleTest
  void listingIsSorted(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("b"), "");
    Files.write(folder.resolve("a"), "");

    assertThat(Files.list(folder)).containsExactly(folder.resolve("a"), folder.resolve("b"));
    assertThatThrownBy(() -> Files.list(folder.resolve("a")))
        .isInstanceOf(NotDirectoryException.class);
  }

  @TreadleTest
  void whatIsThereAndWhatIsNot(@TempDir Path folder) throws IOException {
    var link = folder.resolve("link");
    java.nio.file.Files.createSymbolicLink(link, folder.resolve("none"));

    assertThat(Files.exists(folder)).isTrue();
    assertThat(Files.exists(link)).isFalse();
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(Files.attributes(folder).isDirectory()).isTrue();
    assertThat(Files.attributes(link, LinkOption.NOFOLLOW_LINKS).isSymbolicLink()).isTrue();
  }

  @TreadleTest
  void directoriesAreCreatedWithThoseAbove(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("a/b/c"));
    Files.createDirectories(folder.resolve("a/b/c"));

    assertThat(folder.resolve("a/b/c")).isDirectory();
  }

  @TreadleTest
  void deletingSaysWhetherItWasThere(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("a/b"));

    assertThatThrownBy(() -> Files.delete(folder.resolve("a")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(Files.delete(folder.resolve("a/b"))).isTrue();
    assertThat(Files.delete(folder.resolve("a/b"))).isFalse();
  }

  @TreadleTest
  void deletingATreeLeavesAloneWhatLinksLeadTo(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("tree/inner"));
    Files.write(folder.resolve("tree/inner/file"), "x");
    Files.createDirectories(folder.resolve("elsewhere"));
    Files.write(folder.resolve("elsewhere/file"), "stays");
    java.nio.file.Files.createSymbolicLink(
        folder.resolve("tree/link"), folder.resolve("elsewhere"));

    assertThat(Files.deleteTree(folder.resolve("tree"))).isTrue();
    assertThat(Files.deleteTree(folder.resolve("tree"))).isFalse();
    assertThat(Files.readString(folder.resolve("elsewhere/file"))).isEqualTo("stays");
  }

  @TreadleTest
  void movingReplacesOnlyIfToldTo(@TempDir Path folder) throws IOException {
    var a = folder.resolve("a");
    var b = folder.resolve("b");
    Files.write(a, "a");
    Files.write(b, "b");

    assertThatThrownBy(() -> Files.move(a, b)).isInstanceOf(FileAlreadyExistsException.class);
    Files.move(a, b, StandardCopyOption.REPLACE_EXISTING);
    assertThat(Files.readString(b)).isEqualTo("a");
    assertThat(Files.exists(a)).isFalse();
  }

  @TreadleTest
  void copyingKeepsContentAndPermissions(@TempDir Path folder) throws IOException {
    var a = folder.resolve("a");
    var b = folder.resolve("b");
    Files.write(a, random(20_000_000));
    var permissions = PosixFilePermissions.fromString("rwxr-x---");
    java.nio.file.Files.setPosixFilePermissions(a, permissions);

    Files.copy(a, b);

    assertThat(b).hasSameBinaryContentAs(a);
    assertThat(java.nio.file.Files.getPosixFilePermissions(b)).isEqualTo(permissions);
    assertThatThrownBy(() -> Files.copy(a, b)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @TreadleTest
  void copyingReplacesOnlyIfToldToAndNeverItself(@TempDir Path folder) throws IOException {
    var a = folder.resolve("a");
    var b = folder.resolve("b");
    Files.write(a, "a");
    Files.write(b, "bbb");

    Files.copy(a, b, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(a, a, StandardCopyOption.REPLACE_EXISTING);

    assertThat(Files.readString(a)).isEqualTo("a");
    assertThat(Files.readString(b)).isEqualTo("a");
  }

  @TreadleTest
  void copyingAttributesToo(@TempDir Path folder) throws IOException {
    var a = folder.resolve("a");
    Files.write(a, "a");
    var time = java.nio.file.attribute.FileTime.fromMillis(1_000_000);
    java.nio.file.Files.setLastModifiedTime(a, time);

    Files.copy(a, folder.resolve("b"), StandardCopyOption.COPY_ATTRIBUTES);

    assertThat(Files.attributes(folder.resolve("b")).lastModifiedTime()).isEqualTo(time);
  }

  // --- Temporary ones

  @TreadleTest
  void aTemporaryDirectoryGoesWithAllThatIsInIt() throws IOException {
    Path path;
    try (var temp = Files.tempDirectory()) {
      path = temp.path();
      Files.createDirectories(path.resolve("a/b"));
      Files.write(path.resolve("a/b/c"), "x");
      assertThat(temp).hasToString(path.toString());
    }

    assertThat(Files.exists(path)).isFalse();
  }

  @TreadleTest
  void aTemporaryFileGoesAlsoIfItHasGoneAlready() throws IOException {
    try (var temp = Files.tempFile()) {
      assertThat(Files.size(temp.path())).isZero();
      Files.delete(temp.path());
    }
  }

  @TreadleTest
  void aCancelledTaskLeavesNoTemporaryFile() throws IOException {
    var paths = new java.util.ArrayList<Path>();

    boolean ended =
        moveOnAfter(
            Duration.ofSeconds(1),
            () -> {
              try (var temp = Files.tempFile()) {
                paths.add(temp.path());
                dev.treadle.Treadle.sleep(Duration.ofHours(1));
              }
            });

    assertThat(ended).isFalse();
    assertThat(Files.exists(paths.getFirst())).isFalse();
  }

  // --- Cancellation

  private static boolean cancelled(Action<IOException> action) throws IOException {
    return !CancelScope.run(scope -> {
      scope.cancel("before it began");
      action.run();
    });
  }

  @TreadleTest
  void whoIsCancelledAlreadyTouchesNothing(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a");
    Files.write(file, "old");

    assertThat(cancelled(() -> Files.write(file, "new"))).isTrue();
    assertThat(cancelled(() -> Files.writeAtomically(file, "new"))).isTrue();
    assertThat(cancelled(() -> Files.delete(file))).isTrue();
    assertThat(cancelled(() -> Files.move(file, folder.resolve("b")))).isTrue();

    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(Files.list(folder)).containsExactly(file);
  }
}
