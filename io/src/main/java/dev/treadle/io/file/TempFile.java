package dev.treadle.io.file;

import dev.treadle.Treadle;
import dev.treadle.monitor.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// A file or a directory that is there until it is closed.
///
/// {@snippet class=dev.treadle.io.file.FilesSnippets region=temp lang=java}
///
/// Only its owner may read it. Closing deletes a directory with all that is in it, links as links,
/// and does so in a cancelled task too, for half a minute at most.
///
/// @see Files#tempFile()
/// @see Files#tempDirectory()
public final class TempFile implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(30);

  private final Path path;
  private final Resources.Tracked tracked;

  TempFile(Path path) {
    this.path = path;
    this.tracked = Resources.track(this, () -> "temporary " + path);
  }

  /// Returns where it is.
  public Path path() {
    return path;
  }

  /// Deletes it, if it is still there. Never throws [dev.treadle.Cancelled].
  ///
  /// @throws IOException if it could not be deleted, or not within half a minute
  @Override
  public void close() throws IOException {
    tracked.close();
    boolean deleted =
        Treadle.shield(
            RegularFile.FOREVER,
            () ->
                Treadle.moveOnAfter(BOUND, () -> Treadle.blocking(() -> Tree.delete(path)))
                    .isPresent());
    if (!deleted) {
      throw new IOException(
          "'%s' could not be deleted within %s; what is left of it is there"
              .formatted(path, BOUND));
    }
  }

  /// Returns its path.
  @Override
  public String toString() {
    return path.toString();
  }
}
