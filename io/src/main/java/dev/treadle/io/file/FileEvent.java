package dev.treadle.io.file;

import java.nio.file.Path;

/// Something happened in a directory that is watched.
///
/// @param kind what
/// @param path to which file; the directory itself if events were lost
/// @see Files#watch(Path)
public record FileEvent(Kind kind, Path path) {

  /// What can happen to a file.
  public enum Kind {
    /// It is there now, new or moved here.
    CREATED,
    /// Its content or attributes changed. One change may be told several times.
    MODIFIED,
    /// It is not there any more, deleted or moved away.
    DELETED,
    /// So much happened that some of it was not noted: look at the directory itself.
    LOST
  }
}
