package dev.treadle.flow;

import dev.treadle.Body;
import dev.treadle.Treadle;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A source of the lines of a text. It reads as much as there is, where that holds nobody up, and
/// passes on every line that is complete.
final class Lines extends Stage<String> {

  private static final int CHARS = 16_384;

  private final String name;
  private final Body<? extends InputStream, ?> opening;

  Lines(String name, Body<? extends InputStream, ?> opening) {
    this.name = name;
    this.opening = opening;
  }

  @Override
  Pull<String> open(Crew crew) throws Exception {
    InputStream stream = Treadle.blocking(() -> opening.run());
    return new Reading(new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()));
  }

  @Override
  public String toString() {
    return name;
  }

  private static final class Reading extends Pull<String> {

    private final Reader text;
    private final char[] chars = new char[CHARS];
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder unfinished = new StringBuilder();

    /// Whether the last character was a carriage return, which may be half a line's end.
    private boolean afterReturn;

    private boolean ended;

    Reading(Reader text) {
      this.text = text;
    }

    @Override
    @Nullable String next() throws Exception {
      while (lines.isEmpty() && !ended) {
        int read = Treadle.blocking(() -> text.read(chars));
        if (read < 0) {
          finish();
        } else {
          split(read);
        }
      }
      return lines.poll();
    }

    private void split(int read) {
      int begin = 0;
      for (int i = 0; i < read; i++) {
        char c = chars[i];
        if (c == '\n' && afterReturn) {
          begin = i + 1; // the other half
        } else if (c == '\n' || c == '\r') {
          lines.add(unfinished.append(chars, begin, i - begin).toString());
          unfinished.setLength(0);
          begin = i + 1;
        }
        afterReturn = c == '\r';
      }
      unfinished.append(chars, begin, read - begin);
    }

    private void finish() {
      ended = true;
      if (!unfinished.isEmpty()) {
        lines.add(unfinished.toString());
      }
    }

    @Override
    void close() throws Exception {
      Treadle.shield(Hand.AS_LONG_AS_IT_TAKES, () -> Treadle.blocking(() -> text.close()));
    }
  }
}
