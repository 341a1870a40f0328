package dev.treadle.io.file;

import dev.treadle.Cancelled;
import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.io.pipe.ByteSource;
import dev.treadle.io.pipe.LineReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/// Files and directories: what `java.nio.file.Files` does, for tasks. What aiofiles is for asyncio.
///
/// {@snippet class=dev.treadle.io.file.FilesSnippets region=whole lang=java}
///
/// The system gives a file only to a thread that waits for it, and the JDK lets that hold a
/// carrier. So everything here runs on the threads of [Treadle#blocking], and a cancelled task
/// waits for the step that the disk is at, which takes milliseconds: what is long is done in steps
/// of about 1 MiB, a copy in steps of 8 MiB. A fifo or a device may take for ever, and is waited
/// for on a thread of its own; there a cancelled task leaves at once. [FileHandle] says more.
///
/// Failures are those of `java.nio.file`: [java.nio.file.NoSuchFileException] and the like. In a
/// simulation, files are the real ones and take no time.
public final class Files {

  private static final Path TEMP = Path.of(System.getProperty("java.io.tmpdir"));

  private Files() {}

  // --- Open files

  /// Opens a file; for reading, if no options are given.
  ///
  /// A fifo is open when its other end is; a task that is cancelled before leaves no thread behind
  /// on Linux, because it opens both ends for a moment itself, which also lets through anybody else
  /// who waits to open it.
  ///
  /// @param options such as those of [java.nio.file.StandardOpenOption]
  /// @throws java.nio.file.NoSuchFileException if it is not there and not to be created
  /// @throws Cancelled if it was cancelled; nothing is open
  public static FileHandle open(Path path, OpenOption... options) throws IOException {
    return Opening.open(path, List.of(options));
  }

  /// Reads a whole file.
  ///
  /// @throws IOException also if it has more than 2,147,483,639 bytes
  /// @throws Cancelled if it was cancelled
  public static byte[] readBytes(Path path) throws IOException {
    return WholeFile.read(path);
  }

  /// Reads a whole text in UTF-8.
  ///
  /// @throws CharacterCodingException if it is no such text
  /// @throws Cancelled if it was cancelled
  public static String readString(Path path) throws IOException {
    return readString(path, StandardCharsets.UTF_8);
  }

  /// Reads a whole text.
  ///
  /// @throws CharacterCodingException if it is no text in this charset
  /// @throws Cancelled if it was cancelled
  public static String readString(Path path, Charset charset) throws IOException {
    var bytes = readBytes(path);
    return charset.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
  }

  /// Writes a whole file, new or in place of what is there.
  ///
  /// @throws Cancelled if it was cancelled; a part may be written
  /// @see #writeAtomically(Path, byte[])
  public static void write(Path path, byte[] bytes) throws IOException {
    WholeFile.write(path, bytes);
  }

  /// Writes a whole text in UTF-8; see [#write(Path, byte\[\])].
  ///
  /// @throws Cancelled if it was cancelled; a part may be written
  public static void write(Path path, String text) throws IOException {
    WholeFile.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes behind what is in the file, which is created if it is not there.
  ///
  /// @throws Cancelled if it was cancelled; a part may be written
  public static void append(Path path, byte[] bytes) throws IOException {
    WholeFile.append(path, bytes);
  }

  /// Writes a text in UTF-8 behind what is in the file; see [#append(Path, byte\[\])].
  ///
  /// @throws Cancelled if it was cancelled; a part may be written
  public static void append(Path path, String text) throws IOException {
    WholeFile.append(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Replaces a whole file so that everybody sees the old content or the new, after a crash too:
  /// writes to a file beside it, waits until that is on the disk, and renames it.
  ///
  /// The permissions of a file that is replaced stay, its owner does not. A link is followed.
  ///
  /// @throws java.nio.file.AtomicMoveNotSupportedException if the file system cannot do it
  /// @throws Cancelled if it was cancelled; the file is as it was, and nothing lies beside it
  public static void writeAtomically(Path path, byte[] bytes) throws IOException {
    WholeFile.writeAtomically(path, bytes);
  }

  /// Replaces a whole text in UTF-8; see [#writeAtomically(Path, byte\[\])].
  ///
  /// @throws Cancelled if it was cancelled; the file is as it was, and nothing lies beside it
  public static void writeAtomically(Path path, String text) throws IOException {
    WholeFile.writeAtomically(path, text.getBytes(StandardCharsets.UTF_8));
  }

  // --- Flows

  /// Returns a flow of the lines of a text in UTF-8, without their ends. The file is open while the
  /// flow runs, and read as its consumer wants lines.
  ///
  /// @see Flow#lines(Path)
  public static Flow<String> lines(Path path) {
    return lines(path, StandardCharsets.UTF_8);
  }

  /// Returns a flow of the lines of a text; see [#lines(Path)].
  public static Flow<String> lines(Path path, Charset charset) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(charset, "charset");
    return Flow.using(
        () -> OpenText.open(path, charset), text -> text.lines.next(), text -> text.file.close());
  }

  private record OpenText(FileHandle file, LineReader lines) {

    static OpenText open(Path path, Charset charset) throws IOException {
      var file = Files.open(path);
      var lines = new LineReader("file " + path, file::read, charset, CodingErrorAction.REPORT);
      return new OpenText(file, lines);
    }
  }

  /// Returns a flow of the bytes of a file, in pieces. The file is open while the flow runs, and
  /// read as its consumer wants pieces.
  ///
  /// @param size of a piece in bytes, 1 to 1,048,576; there may be smaller ones, also before the
  ///   last
  /// @throws IllegalArgumentException if the size is none of these
  @SuppressWarnings("NullAway") // null is the end
  public static Flow<byte[]> chunks(Path path, int size) {
    Objects.requireNonNull(path, "path");
    if (size < 1 || size > RegularFile.PIECE) {
      throw new IllegalArgumentException(
          "size: expected 1 to " + RegularFile.PIECE + " bytes, found " + size);
    }
    return Flow.using(
        () -> open(path), file -> ((ByteSource) file::read).readSome(size), FileHandle::close);
  }

  /// Returns a flow of a directory and everything in it, directories before what they contain.
  /// Links are not followed. Up to 256 entries are fetched ahead.
  public static Flow<Path> walk(Path start) {
    return Tree.walk(start, Integer.MAX_VALUE);
  }

  /// Returns a flow of a directory and what is in it, so many levels deep; see [#walk(Path)].
  ///
  /// @param depth zero or more; with 1, the directory and its entries
  /// @throws IllegalArgumentException if it is negative
  public static Flow<Path> walk(Path start, int depth) {
    return Tree.walk(start, (int) RegularFile.notNegative("depth", depth));
  }

  /// Returns a flow of what happens in a directory from when the flow runs, not in the directories
  /// inside it. It ends when the directory is deleted.
  ///
  /// {@snippet class=dev.treadle.io.file.FilesSnippets region=watch lang=java}
  ///
  /// How soon is the system's business: on Linux at once, on others after some seconds.
  public static Flow<FileEvent> watch(Path directory) {
    return Watching.watch(Objects.requireNonNull(directory, "directory"));
  }

  // --- Directories and attributes

  /// Returns what is in a directory, sorted.
  ///
  /// @throws java.nio.file.NotDirectoryException if it is none
  /// @throws Cancelled if it was cancelled
  public static List<Path> list(Path directory) throws IOException {
    return Tree.list(directory);
  }

  /// Returns whether there is something with this path. Links are followed.
  ///
  /// @throws Cancelled if it was cancelled
  public static boolean exists(Path path, LinkOption... options) {
    return Treadle.blocking(() -> java.nio.file.Files.exists(path, options));
  }

  /// Returns the attributes: kind, size, times.
  ///
  /// @throws java.nio.file.NoSuchFileException if it is not there
  /// @throws Cancelled if it was cancelled
  public static BasicFileAttributes attributes(Path path, LinkOption... options)
      throws IOException {
    return Treadle.blocking(
        () -> java.nio.file.Files.readAttributes(path, BasicFileAttributes.class, options));
  }

  /// Returns the size of a file in bytes.
  ///
  /// @throws java.nio.file.NoSuchFileException if it is not there
  /// @throws Cancelled if it was cancelled
  public static long size(Path path) throws IOException {
    return Treadle.blocking(() -> java.nio.file.Files.size(path));
  }

  /// Creates a directory and those above it, if they are not there.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if it is there and no directory
  /// @throws Cancelled if it was cancelled before it had begun
  public static void createDirectories(Path directory) throws IOException {
    var _ = Treadle.blocking(() -> java.nio.file.Files.createDirectories(directory));
  }

  /// Deletes a file, a link or an empty directory.
  ///
  /// @return whether it was there
  /// @throws java.nio.file.DirectoryNotEmptyException if it is a directory with something in it
  /// @throws Cancelled if it was cancelled before it had begun
  public static boolean delete(Path path) throws IOException {
    return Treadle.blocking(() -> java.nio.file.Files.deleteIfExists(path));
  }

  /// Deletes a file, or a directory with everything in it, links as links.
  ///
  /// @return whether it was there
  /// @throws Cancelled if it was cancelled; a part may be deleted
  public static boolean deleteTree(Path path) throws IOException {
    return Treadle.blocking(() -> Tree.delete(path));
  }

  /// Moves or renames. Between two file systems it copies, which is awaited even if the task is
  /// cancelled.
  ///
  /// @param options those of [java.nio.file.Files#move]
  /// @throws java.nio.file.FileAlreadyExistsException if the target is there and not to be replaced
  /// @throws Cancelled if it was cancelled before it had begun
  public static void move(Path source, Path target, CopyOption... options) throws IOException {
    var _ = Treadle.blocking(() -> java.nio.file.Files.move(source, target, options));
  }

  /// Copies a file, or an empty directory, with its permissions.
  ///
  /// @param options those of [java.nio.file.Files#copy]; copying attributes, or a link as a link,
  ///   is awaited even if the task is cancelled
  /// @throws java.nio.file.FileAlreadyExistsException if the target is there and not to be replaced
  /// @throws Cancelled if it was cancelled; the target is not there
  public static void copy(Path source, Path target, CopyOption... options) throws IOException {
    Tree.copy(source, target, options);
  }

  // --- Temporary ones

  /// Creates an empty file that is deleted when it is closed, in the system's place for such.
  ///
  /// @throws Cancelled if it was cancelled before it had begun
  public static TempFile tempFile() throws IOException {
    return new TempFile(
        Treadle.blocking(() -> java.nio.file.Files.createTempFile(TEMP, "treadle-", ".tmp")));
  }

  /// Creates an empty directory that is deleted with all that is in it when it is closed, in the
  /// system's place for such.
  ///
  /// @throws Cancelled if it was cancelled before it had begun
  public static TempFile tempDirectory() throws IOException {
    return new TempFile(
        Treadle.blocking(() -> java.nio.file.Files.createTempDirectory(TEMP, "treadle-")));
  }
}
