package dev.treadle.io.process;

import dev.treadle.Cancelled;
import dev.treadle.flow.Flow;
import dev.treadle.io.pipe.ByteSource;
import dev.treadle.io.pipe.LineReader;
import dev.treadle.io.pipe.PipeReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// What a process writes, to be read as it comes.
///
/// One task at a time reads. One that is cancelled loses nothing: what its read brings waits for
/// the next. A process that writes more than the system's pipe holds (64 KiB on Linux) waits until
/// somebody reads.
///
/// The end comes when the process and everybody to whom it handed the pipe have closed it. That may
/// be later than its exit, but need not be: if nobody reads at the moment of the exit, the JDK
/// keeps what is in the pipe and closes it, and what others write afterwards is lost.
public final class ProcessReader {

  private final String what;
  private final PipeReader pipe;
  private final LineReader lines;

  ProcessReader(String what, InputStream in) {
    this.what = what;
    this.pipe = new PipeReader(what, in);
    this.lines = new LineReader(what, pipe, StandardCharsets.UTF_8, CodingErrorAction.REPLACE);
  }

  /// Waits until there are bytes, and moves as many as are here and have room.
  ///
  /// @param into has room for one byte at least
  /// @return how many, at least 1; or -1 at the end
  /// @throws IllegalStateException if another task reads
  /// @throws ClosedChannelException if the process was closed
  /// @throws Cancelled if it was cancelled; no byte is lost
  public int read(ByteBuffer into) throws IOException {
    return pipe.read(into);
  }

  /// Reads to the end.
  ///
  /// @param limit how many bytes there may be, zero or more
  /// @throws IllegalArgumentException if the limit is negative
  /// @throws OutputLimitException if there are more
  /// @throws Cancelled if it was cancelled; what was read until then is lost
  public byte[] readAll(int limit) throws IOException {
    if (limit < 0) {
      throw new IllegalArgumentException("limit: expected zero or more bytes, found " + limit);
    }
    var bytes = pipe.readAll(limit);
    if (bytes == null) {
      throw new OutputLimitException(what, limit);
    }
    return bytes;
  }

  /// Returns a flow of lines in UTF-8, each when it is complete; what is no text is replaced. A
  /// consumer that leaves may take the flow up again with another call: no line is lost. Lines read
  /// ahead of their consumer, so read either lines or bytes.
  public Flow<String> lines() {
    return Flow.using(() -> lines, LineReader::next, _ -> {});
  }

  /// Returns a flow of bytes, in pieces as they come, of up to 16 KiB.
  @SuppressWarnings("NullAway") // null is the end
  public Flow<byte[]> chunks() {
    return Flow.using(() -> pipe, source -> source.readSome(ByteSource.BUFFER), _ -> {});
  }

  void close() {
    pipe.close();
  }

  @Override
  public String toString() {
    return what;
  }
}
