package dev.treadle.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Collects small pieces and writes them to a [ByteStream] together: asyncio's `StreamWriter`.
///
/// Nothing is written before [#flush()] or before the buffer is full. Then whoever adds a piece
/// waits until the stream has taken what was collected; so an other end that does not read holds up
/// the writer, and memory stays bounded. A piece is taken whole or not at all: one that is
/// cancelled before the stream took a byte can be added again. A cancellation midway breaks the
/// stream, as [ByteStream#write] says.
///
/// {@snippet class=dev.treadle.io.ByteWriterSnippets region=pieces lang=java}
///
/// For one task at a time. It does not own the stream: flushing, then closing that, is up to the
/// caller.
public final class ByteWriter {

  private static final int CAPACITY = 8 * 1024;

  private final ByteStream stream;

  /// Up to the position: what was added and not written.
  private final ByteBuffer buffer;

  private ByteWriter(ByteStream stream, int capacity) {
    this.stream = Objects.requireNonNull(stream, "stream");
    this.buffer = ByteBuffer.allocate(capacity);
  }

  /// Returns a writer with a buffer of 8 KiB.
  public static ByteWriter of(ByteStream stream) {
    return new ByteWriter(stream, CAPACITY);
  }

  /// Returns a writer.
  ///
  /// @param capacity how many bytes its buffer has, at least 8
  /// @throws IllegalArgumentException if it is less than 8
  public static ByteWriter of(ByteStream stream, int capacity) {
    if (capacity < Long.BYTES) {
      throw new IllegalArgumentException("capacity: expected at least 8, found " + capacity);
    }
    return new ByteWriter(stream, capacity);
  }

  /// Returns how many bytes were added and not yet written.
  public int buffered() {
    return buffer.position();
  }

  /// Adds everything that remains in a buffer. What is larger than the writer's own buffer goes to
  /// the stream without being copied.
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room; the piece's position
  ///   says how much was taken, and if that is anything and not all, the stream is broken
  public void write(ByteBuffer piece) throws IOException {
    if (piece.remaining() > buffer.capacity()) {
      // Flushed first and apart, so that the piece is untouched if that is cancelled.
      flush();
      stream.write(piece);
    } else {
      makeRoom(piece.remaining());
      buffer.put(piece);
    }
  }

  /// Adds these bytes; see [#write(ByteBuffer)].
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room
  public void write(byte[] piece) throws IOException {
    write(ByteBuffer.wrap(piece));
  }

  /// Adds one byte: the lowest eight bits.
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room; it was not added
  public void writeByte(int value) throws IOException {
    makeRoom(Byte.BYTES);
    buffer.put((byte) value);
  }

  /// Adds two bytes, the highest first: the lowest 16 bits.
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room; none was added
  public void writeShort(int value) throws IOException {
    makeRoom(Short.BYTES);
    buffer.putShort((short) value);
  }

  /// Adds four bytes, the highest first.
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room; none was added
  public void writeInt(int value) throws IOException {
    makeRoom(Integer.BYTES);
    buffer.putInt(value);
  }

  /// Adds eight bytes, the highest first.
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room; none was added
  public void writeLong(long value) throws IOException {
    makeRoom(Long.BYTES);
    buffer.putLong(value);
  }

  /// Adds text of which each character is one byte.
  ///
  /// @throws IllegalArgumentException if a character is not ASCII; nothing was added
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room
  public void writeAscii(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        throw new IllegalArgumentException(
            "text: expected ASCII, found U+%04X at %d".formatted((int) text.charAt(i), i));
      }
    }
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Adds text as UTF-8. Half a surrogate pair becomes `?`.
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room
  public void writeUtf8(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void makeRoom(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  /// Writes what was added, waiting for room in the stream as often as it takes.
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled; what was not written is still buffered, and if
  ///   some of it was written the stream is broken
  public void flush() throws IOException {
    if (buffer.position() == 0) {
      return;
    }
    buffer.flip();
    try {
      stream.write(buffer);
    } finally {
      buffer.compact();
    }
  }

  /// Returns what it writes to and how much is buffered.
  @Override
  public String toString() {
    return "writer to " + stream + " (" + buffer.position() + " bytes buffered)";
  }
}
