package dev.treadle.http.server;

import dev.treadle.http.Status;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

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

  /// Returns one that hands a line for each request to somebody, in the Common Log Format that most
  /// tools read: `192.0.2.7 - - [01/Jan/2026:00:00:00 +0000] "GET /path?query HTTP/1.1" 200 1234`.
  ///
  /// The time is that of the request, in UTC. Queries are in it, which may hold secrets. The number
  /// of bytes is that of the content, chunks included, or `-` for none; a request whose client was
  /// gone before an answer began has status 499, as with nginx. What a client sent cannot break out
  /// of its place: quotes, backslashes and whatever is not printed are written as `\x22` and the
  /// like.
  ///
  /// @param lines called in the connection's task, which waits for it
  static AccessLog common(Consumer<? super String> lines) {
    Objects.requireNonNull(lines, "lines");
    return entry -> lines.accept(LogLine.common(entry));
  }

  /// Returns one that hands a line for each request to somebody, in the Combined Log Format: as
  /// [#common(Consumer)], and behind that the page it came from and the client's name for itself,
  /// both in quotes.
  ///
  /// {@snippet class=dev.treadle.http.server.AccessLogSnippets region=combined lang=java}
  ///
  /// @param lines called in the connection's task, which waits for it
  static AccessLog combined(Consumer<? super String> lines) {
    Objects.requireNonNull(lines, "lines");
    return entry -> lines.accept(LogLine.combined(entry));
  }

  /// How many bytes an answer had.
  ///
  /// @param all on the wire, head included
  /// @param content behind the head, chunks included
  record Sizes(long all, long content) {}

  /// What became of a request.
  ///
  /// @param request what was asked
  /// @param status what was answered; nothing if the connection ended before an answer began
  /// @param bytes how many bytes the answer had
  /// @param time when its head was read
  /// @param duration from then to when its answer was written
  /// @param isComplete whether the whole answer was written; if not, the connection was closed
  record Entry(
      Request request,
      Optional<Status> status,
      Sizes bytes,
      Instant time,
      Duration duration,
      boolean isComplete) {

    /// Returns a line for a log.
    @Override
    public String toString() {
      return "%s \"%s %s\" %s %d %dms%s"
          .formatted(
              request.remoteAddress(),
              request.method(),
              request.path(),
              status.map(known -> Integer.toString(known.code())).orElse("-"),
              bytes.all,
              duration.toMillis(),
              isComplete ? "" : " cut");
    }
  }
}
