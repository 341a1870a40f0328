package dev.treadle.http.sse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An event that a server sends.
///
/// {@snippet class=dev.treadle.http.sse.ServerSentEventSnippets region=encode lang=java}
///
/// @param id what a client that comes back says it has seen last; of a received event, the id that
///   was sent last, with it or before; `null` if there is none
/// @param event what kind of event it is; `null` for the ordinary kind, which browsers call
///   `message`
/// @param data the text, in as many lines as you like; line ends come out as `\n`
/// @param retry how long a client is to wait before it comes back, in whole milliseconds; `null` if
///   nothing is said of it
public record ServerSentEvent(
    @Nullable String id, @Nullable String event, String data, @Nullable Duration retry) {

  /// The media type of a stream of events.
  public static final String MEDIA_TYPE = "text/event-stream";

  /// Checks that each of them fits its line.
  ///
  /// @throws IllegalArgumentException if the id has a line break or NUL in it, the event a line
  ///   break, or the retry is negative
  public ServerSentEvent {
    Objects.requireNonNull(data, "data");
    if (id != null && (hasLineBreak(id) || id.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException(
          "id: expected no line break and no NUL, found '" + id + "'");
    }
    if (event != null && hasLineBreak(event)) {
      throw new IllegalArgumentException("event: expected no line break, found '" + event + "'");
    }
    if (retry != null && retry.isNegative()) {
      throw new IllegalArgumentException(
          "retry: expected a duration of zero or more, found " + retry);
    }
  }

  private static boolean hasLineBreak(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  /// Returns an event that has data and nothing else.
  public static ServerSentEvent of(String data) {
    return new ServerSentEvent(null, null, data, null);
  }

  /// Returns this event with an id.
  ///
  /// @throws IllegalArgumentException if it has a line break or NUL in it
  public ServerSentEvent withId(String id) {
    return new ServerSentEvent(Objects.requireNonNull(id, "id"), event, data, retry);
  }

  /// Returns this event as one of a kind.
  ///
  /// @throws IllegalArgumentException if it has a line break in it
  public ServerSentEvent withEvent(String event) {
    return new ServerSentEvent(id, Objects.requireNonNull(event, "event"), data, retry);
  }

  /// Returns this event with a time that clients are to wait before they come back.
  ///
  /// @throws IllegalArgumentException if it is negative
  public ServerSentEvent withRetry(Duration retry) {
    return new ServerSentEvent(id, event, data, Objects.requireNonNull(retry, "retry"));
  }

  /// Returns what is sent for this event, the empty line at its end included.
  public byte[] toBytes() {
    var text = new StringBuilder();
    if (event != null) {
      line(text, "event", event);
    }
    if (id != null) {
      line(text, "id", id);
    }
    if (retry != null) {
      line(text, "retry", String.valueOf(retry.toMillis()));
    }
    for (var line : data.split("\r\n|\r|\n", -1)) {
      line(text, "data", line);
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String field, String value) {
    text.append(field).append(": ").append(value).append('\n');
  }

  /// Returns what is sent for a comment, which clients ignore: sent every fifteen seconds or so, it
  /// keeps proxies from taking the connection for dead.
  ///
  /// @param comment in as many lines as you like
  public static byte[] comment(String comment) {
    var text = new StringBuilder();
    for (var line : comment.split("\r\n|\r|\n", -1)) {
      text.append(": ").append(line).append('\n');
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
