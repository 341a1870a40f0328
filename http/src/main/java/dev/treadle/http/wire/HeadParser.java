package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a start line and fields from buffers that may be cut anywhere.
///
/// As long as a head arrives in one piece it is read where it lies and copied once, whole, when its
/// end is known. One that is cut is put together in an array of the parser's. All places are
/// counted from the head's first byte, so they hold in both, and a head means the same wherever it
/// was cut.
abstract sealed class HeadParser permits RequestHeadParser, ResponseHeadParser, FieldsParser {

  // States. Those of the start line belong to whoever knows it and are numbered from START.
  static final int DONE = 0;
  private static final int LINE = 1;
  private static final int NAME = 2;
  private static final int BEFORE_VALUE = 3;
  private static final int VALUE = 4;
  private static final int LINE_FEED = 5;
  private static final int LAST_LINE_FEED = 6;
  static final int START = 7;

  private static final int PIECE = 1024;

  /// A connection that once had a large head does not hold the room for it while it is idle.
  private static final int MOST_KEPT = 1024;

  final MessageLimits limits;

  int state;

  private byte[] pending = new byte[0];
  private int pendingLength;

  /// Where the part of the head ends at the latest that is being read.
  private int limit;

  private int[] places = new int[16 * Fields.STRIDE];
  private int count;
  private final FieldPlace place = new FieldPlace();

  HeadParser(MessageLimits limits) {
    this.limits = limits;
  }

  /// Reads on from the start line, or from the fields if there is none.
  final void begin(boolean hasStartLine) {
    state = hasStartLine ? START : LINE;
    limit = hasStartLine ? limits.startLine() : limits.headerBytes();
    pendingLength = 0;
    pending = pending.length > MOST_KEPT ? new byte[0] : pending;
    count = 0;
  }

  /// Reads a part of the start line and returns where it stopped.
  ///
  /// @param base where in the array the head starts
  /// @param from where to go on
  /// @param to where the bytes end that may be looked at, which is behind `from`
  abstract int startLine(byte[] bytes, int base, int from, int to) throws HttpParseException;

  /// Is told of a field.
  abstract void field(byte[] bytes, int base, FieldPlace at) throws HttpParseException;

  /// Says that the start line is too long.
  abstract HttpParseException startLineTooLong();

  /// Whether some of a head was read, but not all.
  final boolean isPartial() {
    return state != DONE && pendingLength > 0;
  }

  /// Reads as much as it needs, and returns the head's bytes if that was all, or `null` if it needs
  /// more, in which case the buffer is empty.
  final byte @Nullable [] read(ByteBuffer in) throws HttpParseException {
    return pendingLength == 0 ? readInPlace(in) : readPieces(in);
  }

  final Fields fields(byte[] head) {
    return Fields.copyOf(head, places, count);
  }

  private byte @Nullable [] readInPlace(ByteBuffer in) throws HttpParseException {
    int from = in.arrayOffset() + in.position();
    int to = in.arrayOffset() + in.limit();
    int at = scan(in.array(), from, from, to);
    in.position(at - in.arrayOffset());
    if (state == DONE) {
      return Arrays.copyOfRange(in.array(), from, at);
    }
    keep(in.array(), from, to - from);
    return null;
  }

  private byte @Nullable [] readPieces(ByteBuffer in) throws HttpParseException {
    while (in.hasRemaining()) {
      int before = pendingLength;
      int piece = Math.min(PIECE, in.remaining());
      keep(in.array(), in.arrayOffset() + in.position(), piece);
      int at = scan(pending, 0, before, pendingLength);
      in.position(in.position() + at - before);
      if (state == DONE) {
        return Arrays.copyOf(pending, at);
      }
    }
    return null;
  }

  private void keep(byte[] bytes, int from, int length) {
    int needed = pendingLength + length;
    if (needed > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(needed, 2 * pending.length));
    }
    System.arraycopy(bytes, from, pending, pendingLength, length);
    pendingLength = needed;
  }

  /// Reads until the head ends or the bytes do.
  private int scan(byte[] bytes, int base, int from, int to) throws HttpParseException {
    int at = from;
    while (state != DONE) {
      int end = Math.min(to, base + limit);
      if (at == end) {
        if (end < to) {
          throw state >= START ? startLineTooLong() : fieldsTooLong();
        }
        return at;
      }
      at = state >= START ? startLine(bytes, base, at, end) : fieldPart(bytes, base, at, end);
    }
    return at;
  }

  /// The start line has ended, and fields begin.
  ///
  /// @param length how many bytes it had, line end included
  final void startLineEnded(int length) {
    state = LINE;
    limit = length + limits.headerBytes();
  }

  private int fieldPart(byte[] bytes, int base, int at, int end) throws HttpParseException {
    return switch (state) {
      case LINE -> line(bytes, base, at);
      case NAME -> name(bytes, base, at, end);
      case BEFORE_VALUE -> beforeValue(bytes, base, at, end);
      case VALUE -> value(bytes, base, at, end);
      case LINE_FEED -> lineFeed(bytes, base, at);
      default -> lastLineFeed(bytes, at);
    };
  }

  private int line(byte[] bytes, int base, int at) throws HttpParseException {
    byte b = bytes[at];
    if (b == '\r') {
      state = LAST_LINE_FEED;
      return at + 1;
    }
    if (!Octets.isToken(b)) {
      throw noName(b);
    }
    place.nameFrom = at - base;
    state = NAME;
    return at + 1;
  }

  private int name(byte[] bytes, int base, int from, int end) throws HttpParseException {
    int at = from;
    while (at < end && Octets.isToken(bytes[at])) {
      at++;
    }
    if (at == end) {
      return at;
    }
    if (bytes[at] != ':') {
      throw badName(bytes[at]);
    }
    place.nameTo = at - base;
    state = BEFORE_VALUE;
    return at + 1;
  }

  private int beforeValue(byte[] bytes, int base, int from, int end) {
    int at = from;
    while (at < end && Spaces.is(bytes[at])) {
      at++;
    }
    place.valueFrom = at - base;
    if (at < end) {
      state = VALUE;
    }
    return at;
  }

  private int value(byte[] bytes, int base, int from, int end) throws HttpParseException {
    int at = from;
    while (at < end && Octets.isField(bytes[at])) {
      at++;
    }
    if (at == end) {
      return at;
    }
    if (bytes[at] != '\r') {
      throw badValue(bytes[at]);
    }
    int to = at;
    while (to > base + place.valueFrom && Spaces.is(bytes[to - 1])) {
      to--;
    }
    place.valueTo = to - base;
    state = LINE_FEED;
    return at + 1;
  }

  private int lineFeed(byte[] bytes, int base, int at) throws HttpParseException {
    requireLineFeed(bytes[at]);
    if (count == limits.headerCount()) {
      throw new HttpParseException(
          431, "expected at most %d fields, found more".formatted(limits.headerCount()));
    }
    if (places.length == count * Fields.STRIDE) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    int next = count++ * Fields.STRIDE;
    places[next] = place.nameFrom;
    places[next + 1] = place.nameTo;
    places[next + 2] = place.valueFrom;
    places[next + 3] = place.valueTo;
    state = LINE;
    field(bytes, base, place);
    return at + 1;
  }

  private int lastLineFeed(byte[] bytes, int at) throws HttpParseException {
    requireLineFeed(bytes[at]);
    state = DONE;
    return at + 1;
  }

  static void requireLineFeed(byte b) throws HttpParseException {
    if (b != '\n') {
      throw malformed("expected LF behind CR, found " + Octets.shown(b));
    }
  }

  static HttpParseException malformed(String message) {
    return new HttpParseException(400, message);
  }

  private HttpParseException fieldsTooLong() {
    return new HttpParseException(
        431, "expected at most %d bytes of fields, found more".formatted(limits.headerBytes()));
  }

  private static HttpParseException noName(byte b) {
    return malformed(
        switch (b) {
          case ' ', '\t' -> "expected a field on each line, found a line that continues another";
          case ':' -> "expected the name of a field, found ':'";
          case '\n' -> "expected CR before LF, found LF alone";
          default -> "expected the name of a field, found " + Octets.shown(b);
        });
  }

  private static HttpParseException badName(byte b) {
    return malformed(
        switch (b) {
          case ' ', '\t' -> "expected ':' behind the name of a field, found a space";
          case '\r', '\n' -> "expected ':' behind the name of a field, found the line's end";
          default -> "expected a token as the name of a field, found " + Octets.shown(b);
        });
  }

  private static HttpParseException badValue(byte b) {
    return malformed(
        b == '\n'
            ? "expected CR before LF, found LF alone"
            : "expected no control characters in the value of a field, found " + Octets.shown(b));
  }
}
