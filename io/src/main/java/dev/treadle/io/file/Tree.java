package dev.treadle.io.file;

import dev.treadle.Treadle;
import dev.treadle.Waiter;
import dev.treadle.flow.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is done with more than one file, or takes long: directories, copies.
final class Tree {

  /// So many entries are fetched at a time.
  private static final int ENTRIES = 256;

  /// So much is copied before it is asked again whether the task is cancelled.
  private static final long PIECE = 8L * 1024 * 1024;

  private Tree() {}

  // --- Walking

  static List<Path> list(Path directory) throws IOException {
    return Treadle.blocking(() -> {
      try (var entries = Files.list(directory)) {
        return entries.peek(_ -> Waiter.checkCancelled()).sorted().toList();
      } catch (UncheckedIOException failure) {
        throw failure.getCause();
      }
    });
  }

  @SuppressWarnings("StreamResourceLeak") // the flow closes it
  static Flow<Path> walk(Path start, int depth) {
    return Flow.using(
        () -> Treadle.blocking(() -> new Walk(Files.walk(start, depth))),
        Walk::next,
        walk -> Treadle.blocking(walk.entries::close));
  }

  /// A walk under way, which fetches some entries ahead.
  private static final class Walk {

    private final Stream<Path> entries;
    private final Iterator<Path> iterator;
    private final Deque<Path> fetched = new ArrayDeque<>();

    Walk(Stream<Path> entries) {
      this.entries = entries;
      this.iterator = entries.iterator();
    }

    @Nullable Path next() throws IOException {
      if (fetched.isEmpty()) {
        Treadle.blocking(this::fetch);
      }
      return fetched.poll();
    }

    private void fetch() throws IOException {
      try {
        while (fetched.size() < ENTRIES && iterator.hasNext()) {
          fetched.add(iterator.next());
          Waiter.checkCancelled();
        }
      } catch (UncheckedIOException failure) {
        throw failure.getCause();
      }
    }
  }

  // --- Deleting

  /// Deletes a file or a directory with all that is in it, links as links.
  ///
  /// @return whether there was something
  static boolean delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Files.walkFileTree(path, new Deleting());
    return true;
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Waiter.checkCancelled();
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // somebody else deletes here too
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  // --- Copying

  static void copy(Path source, Path target, CopyOption... options) throws IOException {
    var wanted = Set.of(options);
    Treadle.blocking(() -> {
      boolean plain =
          Files.isRegularFile(source) && !wanted.contains(StandardCopyOption.COPY_ATTRIBUTES);
      if (plain) {
        copyContent(source, target, wanted);
      } else {
        Files.copy(source, target, options);
      }
    });
  }

  private static void copyContent(Path source, Path target, Set<CopyOption> wanted)
      throws IOException {
    if (Files.exists(target) && Files.isSameFile(source, target)) {
      return;
    }
    if (wanted.contains(StandardCopyOption.REPLACE_EXISTING)) {
      Files.deleteIfExists(target);
    } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    boolean done = false;
    try {
      copyPieces(source, target);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(target);
      }
    }
  }

  // The system copies from file to file; asking between pieces is all that it lets us do.
  private static void copyPieces(Path source, Path target) throws IOException {
    try (var from = FileChannel.open(source, StandardOpenOption.READ);
        var to =
            FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      long copied = 0;
      long more;
      do {
        Waiter.checkCancelled();
        long begin = copied;
        more = Treadle.shield(RegularFile.FOREVER, () -> from.transferTo(begin, PIECE, to));
        copied += more;
      } while (more > 0);
    }
    if (Files.getFileStore(target).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(source));
    }
  }
}
