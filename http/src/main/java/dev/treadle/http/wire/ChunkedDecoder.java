package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Finds the content in chunks (RFC 9112 section 7.1).
///
/// Sizes have up to 16 digits and do not overflow. Extensions are skipped; they may have 256 bytes
/// each and 4 KiB together, so that nobody sends more of them than of content. White space around
/// the size, which some skip and others do not, is refused, and so is everything but CR LF behind a
/// chunk.
final class ChunkedDecoder {

  private static final int MAX_DIGITS = 16;
  private static final int MAX_EXTENSION = 256;
  private static final int MAX_EXTENSIONS = 4096;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LINE_FEED,
    DATA,
    DATA_CARRIAGE_RETURN,
    DATA_LINE_FEED,
    TRAILERS,
    DONE
  }

  private final FieldsParser trailerParser;

  private State state = State.SIZE;
  private long remaining;
  private int digits;
  private int extension;
  private int extensions;
  private @Nullable Headers trailers;

  ChunkedDecoder(MessageLimits limits) {
    trailerParser = FieldsParser.ofTrailers(limits);
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /// How many of the next bytes are content for certain.
  long remaining() {
    return state == State.DATA ? remaining : 0;
  }

  /// So many of them were taken.
  void took(long count) {
    remaining -= count;
    if (remaining == 0) {
      state = State.DATA_CARRIAGE_RETURN;
    }
  }

  Headers trailers() {
    return trailers == null ? Headers.empty() : trailers;
  }

  /// Reads up to the next content, to the end of all, or of the buffer.
  void skipFraming(ByteBuffer in) throws HttpParseException {
    while (in.hasRemaining() && state != State.DATA && state != State.DONE) {
      if (state == State.TRAILERS) {
        readTrailers(in);
      } else {
        step(in.get());
      }
    }
  }

  private void readTrailers(ByteBuffer in) throws HttpParseException {
    trailers = trailerParser.parse(in);
    if (trailers != null) {
      state = State.DONE;
    }
  }

  private void step(byte b) throws HttpParseException {
    switch (state) {
      case SIZE -> size(b);
      case EXTENSION -> extension(b);
      case SIZE_LINE_FEED -> sizeLineFeed(b);
      case DATA_CARRIAGE_RETURN -> carriageReturn(b);
      default -> dataLineFeed(b);
    }
  }

  private void size(byte b) throws HttpParseException {
    int digit = Octets.hex(b);
    if (digit >= 0) {
      addDigit(digit);
    } else if (digits > 0 && b == '\r') {
      state = State.SIZE_LINE_FEED;
    } else if (digits > 0 && b == ';') {
      state = State.EXTENSION;
    } else {
      throw HeadParser.malformed("expected the size of a chunk, found " + Octets.shown(b));
    }
  }

  private void addDigit(int digit) throws HttpParseException {
    if (digits == MAX_DIGITS || remaining > Long.MAX_VALUE >> 4) {
      throw HeadParser.malformed("expected a chunk of less than 2^63 bytes, found a longer size");
    }
    digits++;
    remaining = remaining << 4 | digit;
  }

  private void extension(byte b) throws HttpParseException {
    if (b == '\r') {
      state = State.SIZE_LINE_FEED;
      return;
    }
    if (!Octets.isField(b)) {
      throw HeadParser.malformed(
          "expected no control characters in a chunk's extension, found " + Octets.shown(b));
    }
    if (++extension > MAX_EXTENSION || ++extensions > MAX_EXTENSIONS) {
      throw HeadParser.malformed(
          "expected chunk extensions of up to %d bytes, and %d together, found more"
              .formatted(MAX_EXTENSION, MAX_EXTENSIONS));
    }
  }

  private void sizeLineFeed(byte b) throws HttpParseException {
    HeadParser.requireLineFeed(b);
    state = remaining == 0 ? State.TRAILERS : State.DATA;
    digits = 0;
    extension = 0;
  }

  private void carriageReturn(byte b) throws HttpParseException {
    if (b != '\r') {
      throw HeadParser.malformed("expected CR LF behind a chunk, found " + Octets.shown(b));
    }
    state = State.DATA_LINE_FEED;
  }

  private void dataLineFeed(byte b) throws HttpParseException {
    HeadParser.requireLineFeed(b);
    state = State.SIZE;
  }
}
