package dev.treadle.io.process;

import dev.treadle.Cancelled;
import dev.treadle.flow.Flow;
import dev.treadle.io.pipe.LineReader;
import dev.treadle.io.pipe.PipeReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/// Standard input of this process, line by line.
///
/// {@snippet class=dev.treadle.io.process.StdinSnippets region=ask lang=java}
///
/// A line is read when somebody asks for one, on a thread of its own that nobody interrupts. A task
/// that is cancelled while it waits leaves at once, and the line, when it comes, is the next one's:
/// no line is lost. One task at a time reads; for more, let one read and send the lines to a
/// [dev.treadle.channel.Channel], or [Flow#share] them.
///
/// It reads [System#in] as it is at the first use, in the charset of the terminal (system property
/// `stdin.encoding`), and ahead of lines: do not read [System#in] beside it.
public final class Stdin {

  private Stdin() {}

  /// Made at the first use.
  private static final class OfJvm {

    static final LineReader LINES =
        new LineReader(
            "stdin", new PipeReader("stdin", System.in), charset(), CodingErrorAction.REPLACE);

    private static Charset charset() {
      var name = System.getProperty("stdin.encoding");
      return name == null || !Charset.isSupported(name)
          ? Charset.defaultCharset()
          : Charset.forName(name);
    }
  }

  /// Waits for a line and returns it without its end, or `null` at the end of the input.
  ///
  /// @throws IOException if it cannot be read
  /// @throws IllegalStateException if another task reads
  /// @throws Cancelled if it was cancelled; the line is the next reader's
  public static @Nullable String readLine() throws IOException {
    return OfJvm.LINES.next();
  }

  /// Returns a flow of lines, to the end of the input. When its consumer leaves, the lines that
  /// follow are the next reader's.
  public static Flow<String> lines() {
    return Flow.using(() -> OfJvm.LINES, LineReader::next, _ -> {});
  }
}
