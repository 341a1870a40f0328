package dev.treadle.io.pipe;

import dev.treadle.Cancelled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The lines of a text that comes in pieces. A line ends with LF, CR or CRLF, and comes when it is
/// complete, whatever follows it.
///
/// A reader that is cancelled loses nothing: what has come of the line is kept.
public final class LineReader {

  /// A line has at most so many chars; what has more is no text.
  public static final int LONGEST = 16 * 1024 * 1024;

  private final String what;
  private final ByteSource source;
  private final CharsetDecoder decoder;
  private final Turn turn;
  private final ByteBuffer bytes = ByteBuffer.allocate(ByteSource.BUFFER);
  private final CharBuffer chars = CharBuffer.allocate(ByteSource.BUFFER);
  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder unfinished = new StringBuilder();

  /// Whether the last char was a carriage return, which may be half a line's end.
  private boolean afterReturn;

  private boolean ended;

  /// Makes one.
  ///
  /// @param what what messages call it, such as `stdin`
  /// @param malformed what to do with bytes that are no text
  public LineReader(String what, ByteSource source, Charset charset, CodingErrorAction malformed) {
    this.what = what;
    this.source = source;
    this.decoder =
        charset.newDecoder().onMalformedInput(malformed).onUnmappableCharacter(malformed);
    this.turn = new Turn("lines of " + what);
  }

  /// Returns the next line without its end, or `null` at the end.
  ///
  /// @throws IOException if the source throws it, if bytes are no text, or if a line is longer than
  ///   [#LONGEST]
  /// @throws IllegalStateException if another task reads here
  /// @throws Cancelled if it was cancelled; the line comes next time
  public @Nullable String next() throws IOException {
    turn.begin();
    try {
      while (lines.isEmpty() && !ended) {
        ended = source.read(bytes) < 0;
        decode();
      }
      return lines.poll();
    } finally {
      turn.end();
    }
  }

  private void decode() throws IOException {
    bytes.flip();
    CoderResult result;
    do {
      result = decoder.decode(bytes, chars, ended);
      split();
      if (result.isError()) {
        result.throwException();
      }
    } while (result.isOverflow());
    bytes.compact();
    if (ended) {
      decoder.flush(chars);
      split();
      if (!unfinished.isEmpty()) {
        lines.add(unfinished.toString());
      }
    }
  }

  private void split() throws IOException {
    chars.flip();
    while (chars.hasRemaining()) {
      char c = chars.get();
      if (c == '\n' && afterReturn) {
        afterReturn = false; // the other half
        continue;
      }
      afterReturn = c == '\r';
      if (c == '\n' || afterReturn) {
        lines.add(unfinished.toString());
        unfinished.setLength(0);
      } else {
        unfinished.append(c);
      }
    }
    chars.clear();
    if (unfinished.length() > LONGEST) {
      throw new IOException(
          "%s: expected lines of at most %d chars, found a longer one; read bytes instead"
              .formatted(what, LONGEST));
    }
  }
}
