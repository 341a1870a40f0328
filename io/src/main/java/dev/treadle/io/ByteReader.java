package dev.treadle.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads lines, exact lengths and whatever is delimited from a [ByteStream]: asyncio's
/// `StreamReader`.
///
/// What has been read from the stream and not yet been returned is kept, also when a wait is
/// cancelled or a limit is exceeded, so that a call can be made again as if nothing had happened.
/// Everything that grows has a limit that the caller says, because the other end may never stop.
///
/// {@snippet class=dev.treadle.io.ByteReaderSnippets region=lines lang=java}
///
/// Code that parses where the bytes are uses [#buffered()] and [#fill(int)]:
///
/// {@snippet class=dev.treadle.io.ByteReaderSnippets region=parse lang=java}
///
/// For one task at a time. It does not own the stream: closing that is up to the caller.
public final class ByteReader {

  private static final int CAPACITY = 8 * 1024;

  private final ByteStream stream;
  private final int capacity;

  /// From position to limit: what was read from the stream and not returned. Always on the heap,
  /// its array beginning at 0.
  private ByteBuffer buffer;

  private ByteReader(ByteStream stream, int capacity) {
    this.stream = Objects.requireNonNull(stream, "stream");
    this.capacity = capacity;
    this.buffer = ByteBuffer.allocate(capacity).limit(0);
  }

  /// Returns a reader with a buffer of 8 KiB, which grows while something longer is waited for.
  public static ByteReader of(ByteStream stream) {
    return new ByteReader(stream, CAPACITY);
  }

  /// Returns a reader.
  ///
  /// @param capacity how many bytes its buffer has when nothing longer is waited for, at least 1
  /// @throws IllegalArgumentException if it is less than 1
  public static ByteReader of(ByteStream stream, int capacity) {
    return new ByteReader(stream, notBelow("capacity", 1, capacity));
  }

  /// Returns the stream it reads from. What is [#buffered()] is no longer in it.
  public ByteStream stream() {
    return stream;
  }

  /// Returns what is here already, from the buffer's position to its limit. Moving the position
  /// consumes the bytes. Has an [array][ByteBuffer#array()].
  ///
  /// Valid until the next call of anything else here. The bytes are not to be changed.
  public ByteBuffer buffered() {
    return buffer;
  }

  /// Waits for more bytes and appends them to what is [#buffered()].
  ///
  /// @param limit how many bytes may be buffered before this is a failure, at least 1
  /// @return whether there were more; `false` at the end of the stream
  /// @throws LimitExceededException if so many are buffered already
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled; what was buffered stays
  public boolean fill(int limit) throws IOException {
    if (buffer.remaining() >= notBelow("limit", 1, limit)) {
      throw new LimitExceededException("what is buffered", limit);
    }
    return fill();
  }

  private boolean fill() throws IOException {
    makeRoom();
    int start = buffer.position();
    int end = buffer.limit();
    buffer.limit(buffer.capacity()).position(end);
    try {
      return stream.read(buffer) >= 0;
    } finally {
      buffer.limit(buffer.position()).position(start);
    }
  }

  private void makeRoom() {
    int held = buffer.remaining();
    if (held == 0) {
      reset();
    } else if (buffer.limit() == buffer.capacity()) {
      // Grown by doubling unless half is free, so that a byte is moved but a few times.
      int size = held > buffer.capacity() / 2 ? doubled() : buffer.capacity();
      var bytes = size == buffer.capacity() ? buffer.array() : new byte[size];
      System.arraycopy(buffer.array(), buffer.position(), bytes, 0, held);
      buffer = ByteBuffer.wrap(bytes).limit(held);
    }
  }

  private int doubled() {
    return (int) Math.min(2L * buffer.capacity(), Integer.MAX_VALUE - 8);
  }

  /// Does not keep the memory that something long needed.
  private void reset() {
    if (buffer.capacity() > capacity) {
      buffer = ByteBuffer.allocate(capacity);
    }
    buffer.clear().limit(0);
  }

  /// Moves as many bytes as are here and have room; waits only if there are none.
  ///
  /// @return how many, at least 1; or -1 at the end of the stream
  /// @throws IllegalArgumentException if there is no room in the buffer
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled before a byte was here
  public int read(ByteBuffer into) throws IOException {
    if (!buffer.hasRemaining()) {
      return stream.read(into);
    }
    requireRoom(into);
    int count = Math.min(buffer.remaining(), into.remaining());
    into.put(buffer.array(), buffer.position(), count);
    buffer.position(buffer.position() + count);
    return count;
  }

  /// Reads one byte.
  ///
  /// @return the byte, 0 to 255; or -1 at the end of the stream
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled before it was here
  public int readByte() throws IOException {
    return buffer.hasRemaining() || fill() ? buffer.get() & 0xff : -1;
  }

  /// Reads so many bytes, neither more nor fewer.
  ///
  /// They are collected in the buffer first, which grows as they come and not before.
  ///
  /// @param count how many, zero or more
  /// @throws EOFException if the stream ends before; those that came are still buffered
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled; those that came are still buffered
  public byte[] readExactly(int count) throws IOException {
    notBelow("count", 0, count);
    while (buffer.remaining() < count) {
      if (!fill()) {
        throw new EOFException(
            "expected %d bytes, but the stream ended after %d"
                .formatted(count, buffer.remaining()));
      }
    }
    return take(count);
  }

  private byte[] take(int count) {
    var bytes = new byte[count];
    buffer.get(bytes);
    return bytes;
  }

  /// Passes over so many bytes, without keeping them.
  ///
  /// @param count how many, zero or more
  /// @throws EOFException if the stream ends before
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled; what was passed over by then is gone
  public void skip(long count) throws IOException {
    if (count < 0) {
      throw new IllegalArgumentException("count: expected at least 0, found " + count);
    }
    for (long left = count; left > 0; ) {
      if (!buffer.hasRemaining() && !fill()) {
        throw new EOFException(
            "expected %d bytes, but the stream ended after %d".formatted(count, count - left));
      }
      int step = (int) Math.min(left, buffer.remaining());
      buffer.position(buffer.position() + step);
      left -= step;
    }
  }

  /// Reads up to a delimiter, which is consumed.
  ///
  /// @param delimiter one byte or more
  /// @param limit how many bytes there may be before it, zero or more
  /// @return the bytes before the delimiter; `null` if the stream ended before the first of them
  /// @throws IllegalArgumentException if the delimiter is empty or the limit negative
  /// @throws LimitExceededException if there are more; what came is still buffered
  /// @throws EOFException if the stream ends before the delimiter; what came is still buffered
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled; what came is still buffered
  public byte @Nullable [] readUntil(byte[] delimiter, int limit) throws IOException {
    if (delimiter.length == 0) {
      throw new IllegalArgumentException("delimiter: expected one byte at least, found none");
    }
    notBelow("limit", 0, limit);
    int at = await(delimiter, (long) limit + delimiter.length, "what is delimited", limit);
    if (at < 0) {
      return null;
    }
    requireWithin(at, "what is delimited", limit);
    var bytes = take(at);
    buffer.position(buffer.position() + delimiter.length);
    return bytes;
  }

  /// Reads a line of UTF-8 that ends with LF or CR LF; see [#readLine(int, Charset)].
  ///
  /// @param limit how many bytes it may have, its end not counted, zero or more
  /// @return the line without its end; `null` if the stream ended before its first byte
  /// @throws LimitExceededException if it has more; what came is still buffered
  /// @throws EOFException if the stream ends in the line; what came is still buffered
  /// @throws IOException if the stream fails, or the line is not UTF-8
  /// @throws dev.treadle.Cancelled if cancelled; what came is still buffered
  public @Nullable String readLine(int limit) throws IOException {
    return readLine(limit, StandardCharsets.UTF_8);
  }

  /// Reads a line that ends with LF or CR LF. A last line that does not end is not taken for one:
  /// nobody can know whether it is whole.
  ///
  /// @param limit how many bytes it may have, its end not counted, zero or more
  /// @param charset one in which LF and CR are single bytes, as in all but UTF-16 and UTF-32
  /// @return the line without its end; `null` if the stream ended before its first byte
  /// @throws IllegalArgumentException if the limit is negative
  /// @throws LimitExceededException if it has more; what came is still buffered
  /// @throws EOFException if the stream ends in the line; what came is still buffered
  /// @throws IOException if the stream fails, or the bytes are none in this charset
  /// @throws dev.treadle.Cancelled if cancelled; what came is still buffered
  public @Nullable String readLine(int limit, Charset charset) throws IOException {
    notBelow("limit", 0, limit);
    // Two more than the limit, or the CR of a line that is just short enough would be too much.
    int at = await(new byte[] {'\n'}, limit + 2L, "a line", limit);
    if (at < 0) {
      return null;
    }
    int length = at > 0 && peek(at - 1) == '\r' ? at - 1 : at;
    requireWithin(length, "a line", limit);
    var line = ByteBuffer.wrap(buffer.array(), buffer.position(), length);
    buffer.position(buffer.position() + at + 1);
    try {
      return charset.newDecoder().decode(line).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(
          "expected a line in %s, found other bytes at %d of %d"
              .formatted(charset, length - line.remaining(), length),
          e);
    }
  }

  /// Waits for a delimiter and returns how many bytes are before it; -1 if there is nothing at all.
  private int await(byte[] delimiter, long most, String what, int limit) throws IOException {
    int seen = 0;
    while (true) {
      int at = indexOf(delimiter, seen);
      if (at >= 0) {
        return at;
      }
      if (buffer.remaining() >= most) {
        throw new LimitExceededException(what, limit);
      }
      // The delimiter may have begun with the last bytes that are here.
      seen = Math.max(0, buffer.remaining() - delimiter.length + 1);
      if (!fill()) {
        return requireNothing();
      }
    }
  }

  private int requireNothing() throws EOFException {
    if (buffer.hasRemaining()) {
      throw new EOFException(
          "expected a delimiter, but the stream ended %d bytes after the last one"
              .formatted(buffer.remaining()));
    }
    return -1;
  }

  private int indexOf(byte[] delimiter, int from) {
    for (int at = from; at <= buffer.remaining() - delimiter.length; at++) {
      if (isAt(at, delimiter)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isAt(int at, byte[] delimiter) {
    for (int i = 0; i < delimiter.length; i++) {
      if (peek(at + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private byte peek(int index) {
    return buffer.get(buffer.position() + index);
  }

  private static void requireWithin(int length, String what, int limit)
      throws LimitExceededException {
    if (length > limit) {
      throw new LimitExceededException(what, limit);
    }
  }

  /// Reads everything up to the end of the stream.
  ///
  /// @param limit how many bytes there may be, zero or more
  /// @throws IllegalArgumentException if the limit is negative
  /// @throws LimitExceededException if there are more; what came is still buffered
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled; what came is still buffered
  public byte[] readAll(int limit) throws IOException {
    notBelow("limit", 0, limit);
    do {
      requireWithin(buffer.remaining(), "what there is", limit);
    } while (fill());
    return take(buffer.remaining());
  }

  /// Refuses a buffer that nothing can be read into.
  static void requireRoom(ByteBuffer into) {
    if (!into.hasRemaining()) {
      throw new IllegalArgumentException("into: expected room for one byte at least, found none");
    }
  }

  private static int notBelow(String parameter, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          parameter + ": expected at least " + least + ", found " + value);
    }
    return value;
  }

  /// Returns what it reads from and how much is buffered.
  @Override
  public String toString() {
    return "reader of " + stream + " (" + buffer.remaining() + " bytes buffered)";
  }
}
