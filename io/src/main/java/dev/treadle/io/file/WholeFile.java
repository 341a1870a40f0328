package dev.treadle.io.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.treadle.Treadle;
import dev.treadle.seam.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Optional;

/// Files that are read and written as a whole.
final class WholeFile {

  private static final List<OpenOption> REPLACING = List.of(WRITE, CREATE, TRUNCATE_EXISTING);
  private static final List<OpenOption> APPENDING = List.of(WRITE, CREATE, APPEND);
  private static final List<OpenOption> NEW = List.of(WRITE, CREATE_NEW);

  private WholeFile() {}

  static byte[] read(Path path) throws IOException {
    // On one thread where that holds nobody up: three ways there and back become one.
    var bytes =
        Treadle.blocking(
            () -> Opening.isPipe(path) ? Optional.<byte[]>empty() : Optional.of(readHere(path)));
    return bytes.isPresent() ? bytes.get() : readHere(path);
  }

  private static byte[] readHere(Path path) throws IOException {
    try (var file = Opening.open(path, List.of(READ))) {
      return file.readAll();
    }
  }

  static void write(Path path, byte[] bytes) throws IOException {
    write(path, bytes, REPLACING);
  }

  static void append(Path path, byte[] bytes) throws IOException {
    write(path, bytes, APPENDING);
  }

  private static void write(Path path, byte[] bytes, List<OpenOption> options) throws IOException {
    boolean written =
        Treadle.blocking(() -> {
          boolean here = !Opening.isPipe(path);
          if (here) {
            writeHere(path, bytes, options);
          }
          return here;
        });
    if (!written) {
      writeHere(path, bytes, options);
    }
  }

  private static void writeHere(Path path, byte[] bytes, List<OpenOption> options)
      throws IOException {
    try (var file = Opening.open(path, options)) {
      file.write(ByteBuffer.wrap(bytes));
    }
  }

  /// Writes to a file beside it, waits for the disk, and renames.
  static void writeAtomically(Path path, byte[] bytes) throws IOException {
    Treadle.blocking(() -> {
      var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      var beside = beside(target);
      boolean renamed = false;
      try {
        try (var file = Opening.open(beside, NEW)) {
          file.write(ByteBuffer.wrap(bytes));
          copyPermissions(target, beside);
          file.force();
        }
        Files.move(beside, target, ATOMIC_MOVE, REPLACE_EXISTING);
        renamed = true;
        forceDirectory(target);
      } finally {
        if (!renamed) {
          Files.deleteIfExists(beside);
        }
      }
    });
  }

  private static Path beside(Path target) {
    var number = Long.toHexString(World.current().random().nextLong());
    return target.resolveSibling("." + target.getFileName() + "." + number + ".tmp");
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    var view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (view != null && Files.exists(from)) {
      Files.setPosixFilePermissions(to, view.readAttributes().permissions());
    }
  }

  /// The new name is on the disk only when the directory is.
  private static void forceDirectory(Path target) {
    var directory = target.getParent();
    if (directory != null) {
      Treadle.shield(RegularFile.FOREVER, () -> forceNow(directory));
    }
  }

  private static void forceNow(Path directory) {
    try (var channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // Not every system lets a directory be opened; there the rename has to do.
    }
  }
}
