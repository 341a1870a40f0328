package dev.treadle.http.server;

import dev.treadle.http.Status;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/// Is told of every request when it is over.
///
/// It is called in the connection's task, so the next request of that connection waits for it. What
/// it throws is logged.
@FunctionalInterface
public interface AccessLog {

  /// Forgets everything.
  AccessLog NONE = _ -> {};

  /// A request is over.
  void completed(Entry entry);

  /// Returns one that writes a line for each request to the system logger
  /// `dev.treadle.http.server.access` at level `INFO`: `client "GET /path" 200 1234 5ms`. Queries
  /// are left out, as they may hold secrets.
  static AccessLog system() {
    var log = System.getLogger("dev.treadle.http.server.access");
    return entry -> log.log(Level.INFO, entry::toString);
  }

  /// What became of a request.
  ///
  /// @param request what was asked
  /// @param status what was answered; nothing if the connection ended before an answer began
  /// @param bytes how many bytes the answer had on the wire, head included
  /// @param duration from when its head was read to when its answer was written
  /// @param isComplete whether the whole answer was written; if not, the connection was closed
  record Entry(
      Request request, Optional<Status> status, long bytes, Duration duration, boolean isComplete) {

    /// Returns a line for a log.
    @Override
    public String toString() {
      return "%s \"%s %s\" %s %d %dms%s"
          .formatted(
              request.remoteAddress(),
              request.method(),
              request.path(),
              status.map(known -> Integer.toString(known.code())).orElse("-"),
              bytes,
              duration.toMillis(),
              isComplete ? "" : " cut");
    }
  }
}
