package dev.treadle.io.file;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.io.pipe.PendingCall;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A directory that is watched.
final class Watching {

  private final Path directory;
  private final WatchService service;
  private final PendingCall<WatchKey> pending;
  private final Deque<FileEvent> events = new ArrayDeque<>();

  /// The directory is not there any more: nothing comes behind what has been noted.
  private boolean gone;

  private Watching(Path directory, WatchService service) {
    this.directory = directory;
    this.service = service;
    this.pending = new PendingCall<>("events in " + directory);
  }

  static Flow<FileEvent> watch(Path directory) {
    return Flow.using(
        () -> Treadle.blocking(() -> begin(directory)),
        Watching::next,
        watching -> Treadle.blocking(watching.service::close));
  }

  private static Watching begin(Path directory) throws IOException {
    var service = directory.getFileSystem().newWatchService();
    try {
      var _ = directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
    } catch (IOException | RuntimeException failure) {
      service.close();
      throw failure;
    }
    return new Watching(directory, service);
  }

  private @Nullable FileEvent next() throws IOException {
    while (events.isEmpty() && !gone) {
      if (!pending.isBegun()) {
        pending.begin(service::take);
      }
      var key = pending.get();
      key.pollEvents().forEach(this::note);
      // A key that cannot be reset belongs to a directory that is gone, and is not given out again.
      gone = !key.reset();
      if (gone) {
        key.pollEvents().forEach(this::note);
      }
    }
    return events.poll();
  }

  private void note(WatchEvent<?> event) {
    var path =
        event.context() instanceof Path name ? directory.resolve(name.toString()) : directory;
    events.add(new FileEvent(kind(event.kind()), path));
  }

  private static FileEvent.Kind kind(WatchEvent.Kind<?> kind) {
    return switch (kind.name()) {
      case "ENTRY_CREATE" -> FileEvent.Kind.CREATED;
      case "ENTRY_MODIFY" -> FileEvent.Kind.MODIFIED;
      case "ENTRY_DELETE" -> FileEvent.Kind.DELETED;
      default -> FileEvent.Kind.LOST;
    };
  }
}
