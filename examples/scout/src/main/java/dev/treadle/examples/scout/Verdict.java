package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an address turned out to be.
sealed interface Verdict {

  /// A page that was read.
  ///
  /// @param anchors where fragments can lead on it
  record Page(int status, long bytes, Duration duration, Anchors anchors) implements Verdict {}

  /// Something that is there and was not read.
  ///
  /// @param remark why not, if it is a page
  record Present(long bytes, @Nullable String remark) implements Verdict {}

  /// Something that is elsewhere.
  record Moved(int status, Url target) implements Verdict {}

  /// Nothing that anybody could get.
  record Broken(String reason) implements Verdict {}

  /// Something that this program is not shown, but people may be.
  record Refused(String reason) implements Verdict {}

  /// Nobody asked for it.
  record Skipped(String reason) implements Verdict {}
}
