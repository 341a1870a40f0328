package dev.treadle.io.file;

import dev.treadle.Cancelled;
import dev.treadle.Treadle;
import dev.treadle.io.pipe.PendingCall;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// Opens files: those that may take for ever on threads of their own.
///
/// The system lets who opens a fifo wait until somebody opens its other end, and gives no way out
/// of that wait. So when the task is cancelled we open both ends ourselves for a moment, which
/// Linux grants at once: the wait ends, and the thread is free. Where it is not allowed, the thread
/// waits until somebody opens the other end.
final class Opening {

  private final Path path;
  private final Set<OpenOption> options;
  private final CountDownLatch over = new CountDownLatch(1);

  private Opening(Path path, Set<OpenOption> options) {
    this.path = path;
    this.options = options;
  }

  static FileHandle open(Path path, List<OpenOption> options) throws IOException {
    var opening = new Opening(path, new LinkedHashSet<>(options));
    if (Treadle.blocking(() -> isPipe(path))) {
      return PipeFile.of(path, opening.openPipe(), opening.options);
    }
    return new RegularFile(path, Treadle.blocking(opening::openNow));
  }

  /// Whether it is a fifo or a device, so that reading it may take for ever.
  static boolean isPipe(Path path) throws IOException {
    try {
      return java.nio.file.Files.readAttributes(path, BasicFileAttributes.class).isOther();
    } catch (NoSuchFileException notYet) {
      return false;
    }
  }

  private FileChannel openNow() throws IOException {
    return FileChannel.open(path, options);
  }

  private FileChannel openPipe() throws IOException {
    var call = new PendingCall<FileChannel>("opening " + path);
    call.begin(() -> {
      try {
        return openNow();
      } finally {
        over.countDown();
      }
    });
    try {
      return call.get();
    } catch (Cancelled cancelled) {
      call.abandon(Opening::closeLate);
      new PendingCall<Boolean>("releasing whoever opens " + path).begin(this::openOtherEnd);
      throw cancelled;
    }
  }

  private static void closeLate(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException late) {
      // Nothing was read or written.
    }
  }

  private boolean openOtherEnd() throws IOException, InterruptedException {
    if (over.getCount() == 0) {
      return false;
    }
    try (var _ = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      over.await();
    }
    return true;
  }
}
