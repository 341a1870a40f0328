package dev.treadle.http.sse;

import dev.treadle.io.LimitExceededException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes events out of a stream of bytes that comes in pieces (the HTML standard, 9.2.5 and 9.2.6).
///
/// {@snippet class=dev.treadle.http.sse.ServerSentEventSnippets region=parse lang=java}
///
/// An event is there when the empty line behind it is; what the stream ends with and is no whole
/// event is dropped. What is not UTF-8 becomes U+FFFD, and unknown fields are ignored, as the
/// standard says. Not for several threads at a time.
public final class EventStreamParser {

  private static final int ORDINARY_LIMIT = 1 << 20;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int limit;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean atStart = true;
  private boolean afterReturn;

  private String event = "";
  private String idToBe;
  private @Nullable Duration retryOfEvent;

  private String lastEventId;
  private @Nullable Duration retry;
  private long events;

  private EventStreamParser(int limit, String lastEventId) {
    this.limit = limit;
    this.idToBe = lastEventId;
    this.lastEventId = lastEventId;
  }

  /// Returns a parser for the beginning of a stream, whose events may have 1 MiB.
  public static EventStreamParser create() {
    return new EventStreamParser(ORDINARY_LIMIT, "");
  }

  /// Returns a parser for the beginning of a stream.
  ///
  /// @param limit how many bytes an event may have, at least 1
  /// @throws IllegalArgumentException if it is less
  public static EventStreamParser create(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: expected at least 1, found " + limit);
    }
    return new EventStreamParser(limit, "");
  }

  static EventStreamParser after(String lastEventId) {
    return new EventStreamParser(ORDINARY_LIMIT, lastEventId);
  }

  /// Reads on up to the end of the next event.
  ///
  /// @param from the bytes that follow those of the last call; its position moves behind what was
  ///   read, and to its limit if no event is complete
  /// @return the event, or `null` if more bytes are needed
  /// @throws LimitExceededException if a line or an event is longer than allowed; the stream is of
  ///   no use then
  public @Nullable ServerSentEvent next(ByteBuffer from) throws LimitExceededException {
    while (from.hasRemaining()) {
      byte next = from.get();
      boolean secondHalf = afterReturn && next == '\n';
      afterReturn = next == '\r';
      if (secondHalf) {
        continue;
      }
      if (next == '\n' || next == '\r') {
        var complete = endOfLine();
        if (complete != null) {
          return complete;
        }
      } else {
        line.write(next);
        requireFits();
      }
    }
    return null;
  }

  private void requireFits() throws LimitExceededException {
    if ((long) line.size() + data.length() > limit) {
      throw new LimitExceededException("an event", limit);
    }
  }

  private @Nullable ServerSentEvent endOfLine() {
    var bytes = line.toByteArray();
    line.reset();
    int from = atStart && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    atStart = false;
    if (from == bytes.length) {
      return dispatch();
    }
    field(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
    return null;
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= BYTE_ORDER_MARK.length
        && bytes[0] == BYTE_ORDER_MARK[0]
        && bytes[1] == BYTE_ORDER_MARK[1]
        && bytes[2] == BYTE_ORDER_MARK[2];
  }

  private void field(String text) {
    int colon = text.indexOf(':');
    var name = colon < 0 ? text : text.substring(0, colon);
    var value = colon < 0 ? "" : text.substring(colon + 1);
    value = value.startsWith(" ") ? value.substring(1) : value;
    switch (name) {
      case "event" -> event = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> idToBe = value.indexOf('\0') < 0 ? value : idToBe;
      case "retry" -> retry(value);
      default -> {}
    }
  }

  private void retry(String value) {
    // Eighteen digits are longer than anybody waits, and still a number.
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      var digits = value.replaceFirst("^0+(?=.)", "");
      long millis = digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
      retry = Duration.ofMillis(millis);
      retryOfEvent = retry;
    }
  }

  private @Nullable ServerSentEvent dispatch() {
    lastEventId = idToBe;
    var type = event;
    var retryHere = retryOfEvent;
    event = "";
    retryOfEvent = null;
    if (data.isEmpty()) {
      return null;
    }
    var text = data.substring(0, data.length() - 1);
    data.setLength(0);
    events++;
    return new ServerSentEvent(
        lastEventId.isEmpty() ? null : lastEventId, type.isEmpty() ? null : type, text, retryHere);
  }

  /// Returns the id that was sent last with an event, even one without data; empty if there is
  /// none.
  public String lastEventId() {
    return lastEventId;
  }

  /// Returns how long the server wants a client to wait before it comes back, if it has said so.
  public Optional<Duration> retry() {
    return Optional.ofNullable(retry);
  }

  /// Returns how many events there were.
  public long events() {
    return events;
  }
}
