package dev.treadle.http.wire;

import dev.treadle.http.ContentDisposition;
import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.MediaType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the parts of a multipart (RFC 2046 section 5.1, RFC 7578) in buffers that may be cut
/// anywhere, without ever holding more of it than a part's head.
///
/// What is before the first part may be 1 KiB long, what is behind the last is skipped. How long a
/// part or all of them may be is for the caller to count.
public final class MultipartDecoder {

  /// What was found.
  public enum Event {
    /// Nothing yet: the buffer is empty.
    MORE,
    /// The head of a part, see [MultipartDecoder#headers()].
    PART,
    /// Content of the part, which is in the other buffer now; or there is no room in it.
    CONTENT,
    /// The end of the part.
    PART_END,
    /// The end of the last part, and all there was in the buffer.
    END
  }

  private enum State {
    PREAMBLE,
    DELIMITED,
    LINE_FEED,
    HYPHEN,
    HEAD,
    CONTENT,
    EPILOGUE
  }

  private static final int MAX_BOUNDARY = 70;
  private static final int MAX_PREAMBLE = 1024;
  private static final int LINE_END = 2;

  private final byte[] delimiter;
  private final int maxParts;
  private final FieldsParser headParser;

  private State state = State.PREAMBLE;
  private @Nullable Headers headers;
  private int parts;
  private int preamble;

  /// How many bytes of the delimiter were just seen. A line end that belongs to what was before
  /// counts, although it is no content; where those that do begin is `contentFrom`.
  private int matched = LINE_END;

  private int contentFrom = LINE_END;

  /// What looked like a delimiter, was none, and is still to be given away as content.
  private int held;

  private MultipartDecoder(String boundary, int maxParts, MessageLimits limits) {
    delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    this.maxParts = maxParts;
    headParser = FieldsParser.ofPart(limits);
  }

  /// A decoder of a multipart with this media type.
  ///
  /// @param maxParts how many parts it may have
  /// @param limits those of each part's head
  /// @throws HttpParseException if it says no boundary, or one that none can be; the status is 400
  public static MultipartDecoder of(MediaType type, int maxParts, MessageLimits limits)
      throws HttpParseException {
    var boundary = type.parameter("boundary");
    if (boundary == null || !isBoundary(boundary)) {
      throw HeadParser.malformed("expected a boundary of 1 to 70 characters, found none");
    }
    return new MultipartDecoder(boundary, maxParts, limits);
  }

  /// Whether the text can be a boundary (RFC 2046 section 5.1.1).
  static boolean isBoundary(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_BOUNDARY
        && !text.endsWith(" ")
        && text.chars()
            .allMatch(
                c -> (c < 0x80 && Character.isLetterOrDigit(c)) || "'()+_,-./:=? ".indexOf(c) >= 0);
  }

  /// Reads up to the next event.
  ///
  /// @param in has an array
  /// @param out gets content
  /// @throws HttpParseException if it is no multipart; 413 if it has too many parts, 431 if the
  ///   head of a part exceeds a limit
  public Event next(ByteBuffer in, ByteBuffer out) throws HttpParseException {
    while (true) {
      var event = state == State.CONTENT ? content(in, out) : step(in);
      if (event != null) {
        return event;
      }
    }
  }

  private @Nullable Event step(ByteBuffer in) throws HttpParseException {
    if (!in.hasRemaining()) {
      return state == State.EPILOGUE ? Event.END : Event.MORE;
    }
    switch (state) {
      case PREAMBLE -> preamble(in.get());
      case DELIMITED -> delimited(in.get());
      case LINE_FEED -> lineFeed(in.get());
      case HYPHEN -> hyphen(in.get());
      case HEAD -> {
        return head(in);
      }
      default -> in.position(in.limit());
    }
    return null;
  }

  private void preamble(byte b) throws HttpParseException {
    match(b);
    if (matched == delimiter.length) {
      state = State.DELIMITED;
    } else if (++preamble > MAX_PREAMBLE) {
      throw HeadParser.malformed(
          "expected the boundary within %d bytes, found none".formatted(MAX_PREAMBLE));
    }
  }

  /// A carriage return is nowhere in a delimiter but at its start, so a failed match can only begin
  /// anew with one.
  private void match(byte b) {
    if (b == delimiter[matched]) {
      matched++;
    } else {
      matched = b == '\r' ? 1 : 0;
    }
  }

  private void delimited(byte b) throws HttpParseException {
    state =
        switch (b) {
          case '\r' -> State.LINE_FEED;
          case '-' -> State.HYPHEN;
          default ->
              throw HeadParser.malformed(
                  "expected the line's end behind the boundary, found " + Octets.shown(b));
        };
  }

  private void lineFeed(byte b) throws HttpParseException {
    HeadParser.requireLineFeed(b);
    if (parts++ == maxParts) {
      throw new HttpParseException(
          413, "expected at most %d parts, found more".formatted(maxParts));
    }
    state = State.HEAD;
  }

  private void hyphen(byte b) throws HttpParseException {
    if (b != '-') {
      throw HeadParser.malformed(
          "expected '--' behind the last boundary, found " + Octets.shown(b));
    }
    state = State.EPILOGUE;
  }

  private @Nullable Event head(ByteBuffer in) throws HttpParseException {
    headers = headParser.parse(in);
    if (headers == null) {
      return null;
    }
    state = State.CONTENT;
    matched = LINE_END;
    contentFrom = LINE_END;
    return Event.PART;
  }

  private Event content(ByteBuffer in, ByteBuffer out) {
    int start = out.position();
    while (true) {
      if (!giveHeld(out) || (!out.hasRemaining() && matched == 0)) {
        return Event.CONTENT;
      }
      if (matched == delimiter.length) {
        return ended(out.position() > start);
      }
      if (!in.hasRemaining()) {
        return out.position() > start ? Event.CONTENT : Event.MORE;
      }
      advance(in, out);
    }
  }

  /// Content before the end is given away first.
  private Event ended(boolean gave) {
    if (gave) {
      return Event.CONTENT;
    }
    matched = 0;
    state = State.DELIMITED;
    return Event.PART_END;
  }

  /// Gives away bytes that turned out to be content; false if there is no room for all of them.
  private boolean giveHeld(ByteBuffer out) {
    int count = Math.min(held - contentFrom, out.remaining());
    if (count > 0) {
      out.put(delimiter, contentFrom, count);
      contentFrom += count;
    }
    if (held > contentFrom) {
      return false;
    }
    if (held > 0) {
      held = 0;
      contentFrom = 0;
    }
    return true;
  }

  private void advance(ByteBuffer in, ByteBuffer out) {
    if (matched == 0) {
      copyLine(in, out);
      return;
    }
    int before = matched;
    byte b = in.get(in.position());
    if (b == delimiter[matched]) {
      matched++;
      in.get();
      return;
    }
    // The byte is looked at again when what it contradicts is out of the way.
    matched = 0;
    held = before;
  }

  /// Copies up to the next carriage return, which may begin a delimiter.
  private void copyLine(ByteBuffer in, ByteBuffer out) {
    byte[] bytes = in.array();
    int from = in.arrayOffset() + in.position();
    int end = from + Math.min(in.remaining(), out.remaining());
    int at = from;
    while (at < end && bytes[at] != '\r') {
      at++;
    }
    out.put(bytes, from, at - from);
    in.position(in.position() + at - from);
    if (at < end) {
      in.get();
      matched = 1;
      contentFrom = 0;
    }
  }

  /// The fields of the part that came last.
  ///
  /// @throws IllegalStateException if none came
  public Headers headers() {
    if (headers == null) {
      throw new IllegalStateException("there is no part yet: wait for the event PART");
    }
    return headers;
  }

  /// What the part that came last is called; nothing if it does not say so. Names are in UTF-8.
  public Optional<ContentDisposition> disposition() {
    var value = headers().first("Content-Disposition");
    if (value == null) {
      return Optional.empty();
    }
    var unicode = Utf8.decode(value.getBytes(StandardCharsets.ISO_8859_1));
    return ContentDisposition.parse(Objects.requireNonNullElse(unicode, value));
  }

  /// There are no more bytes.
  ///
  /// @throws HttpParseException if the last part did not end
  public void ended() throws HttpParseException {
    if (state != State.EPILOGUE) {
      throw HeadParser.malformed("expected the last boundary, found the end");
    }
  }
}
