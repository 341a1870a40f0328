package dev.treadle.io.process;

import dev.treadle.Cancelled;
import dev.treadle.io.BrokenStreamException;
import dev.treadle.io.pipe.PipeWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;

/// What a process reads, to be written as it takes it.
///
/// Close it to tell the process that nothing more comes: many wait for that. One task at a time
/// writes. A process that has ended takes everything without a word.
public final class ProcessWriter implements AutoCloseable {

  private final PipeWriter pipe;

  ProcessWriter(String what, OutputStream out) {
    this.pipe = new PipeWriter(what, out);
  }

  /// Writes everything that remains in a buffer, waiting for the process as often as it takes. That
  /// it returns says that the bytes are on their way; that they could not be written, the next call
  /// says.
  ///
  /// @throws IOException if the process has closed its end
  /// @throws BrokenStreamException if an earlier write was cancelled midway
  /// @throws ClosedChannelException if it is closed
  /// @throws Cancelled if it was cancelled; the buffer's position says how much was accepted and
  ///   will be written, and if that is anything and not all, nothing more can be written
  public void write(ByteBuffer from) throws IOException {
    pipe.write(from);
  }

  /// Writes a text in UTF-8; see [#write(ByteBuffer)].
  ///
  /// @throws IOException if the process has closed its end
  /// @throws Cancelled if it was cancelled
  public void write(String text) throws IOException {
    pipe.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Waits until the system has everything that was written.
  ///
  /// @throws IOException if the process has closed its end
  /// @throws Cancelled if it was cancelled; the bytes are written all the same
  public void flush() throws IOException {
    pipe.flush();
  }

  /// Tells the process that nothing more comes, behind what was written. It waits for that, in a
  /// shield, for five seconds at most, in a cancelled task for 100 ms; then it is done when the
  /// process has read so far. Closing again does nothing.
  ///
  /// @throws IOException if the process has closed its end before it had read everything
  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
