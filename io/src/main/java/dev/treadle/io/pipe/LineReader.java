package dev.treadle.io.pipe;

import dev.treadle.Cancelled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnmappableCharacterException;
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

  private static final int BYTES = 64 * 1024;

  private final String what;
  private final ByteSource source;
  private final CharsetDecoder decoder;
  private final Turn turn;
  private ByteBuffer bytes = ByteBuffer.allocate(0); // until somebody reads: they are large
  private CharBuffer chars = CharBuffer.allocate(0);
  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder unfinished = new StringBuilder();

  /// Whether the last char was a carriage return, which may be half a line's end.
  private boolean afterReturn;

  private boolean ended;

  /// Comes behind the lines before it.
  private @Nullable IOException failure;

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
      while (lines.isEmpty() && failure == null && !ended) {
        allocate();
        ended = source.read(bytes) < 0;
        decode();
      }
      if (lines.isEmpty() && failure != null) {
        throw failure;
      }
      return lines.poll();
    } finally {
      turn.end();
    }
  }

  private void allocate() {
    if (bytes.capacity() == 0) {
      bytes = ByteBuffer.allocate(BYTES);
      chars = CharBuffer.allocate(BYTES);
    }
  }

  private void decode() {
    bytes.flip();
    CoderResult result;
    do {
      result = decoder.decode(bytes, chars, ended);
      split();
    } while (result.isOverflow());
    if (result.isError()) {
      failure = malformed(result);
      return;
    }
    bytes.compact();
    if (ended) {
      decoder.flush(chars);
      split();
      if (!unfinished.isEmpty()) {
        lines.add(unfinished.toString());
      }
    }
  }

  private static IOException malformed(CoderResult result) {
    return result.isMalformed()
        ? new MalformedInputException(result.length())
        : new UnmappableCharacterException(result.length());
  }

  private void split() {
    var text = chars.array();
    int end = chars.position();
    int begin = 0;
    for (int i = 0; i < end; i++) {
      char c = text[i];
      if (c == '\n' && afterReturn) {
        begin = i + 1; // the other half
      } else if (c == '\n' || c == '\r') {
        lines.add(line(text, begin, i));
        begin = i + 1;
      }
      afterReturn = c == '\r';
    }
    unfinished.append(text, begin, end - begin);
    chars.clear();
    if (unfinished.length() > LONGEST) {
      failure =
          new IOException(
              "%s: expected lines of at most %d chars, found a longer one; read bytes instead"
                  .formatted(what, LONGEST));
    }
  }

  /// What is between two places, behind what had come of the line before.
  private String line(char[] text, int begin, int end) {
    if (unfinished.isEmpty()) {
      return new String(text, begin, end - begin);
    }
    var line = unfinished.append(text, begin, end - begin).toString();
    unfinished.setLength(0);
    return line;
  }
}
