package dev.treadle.io.file;

import dev.treadle.Body;
import dev.treadle.Treadle;
import dev.treadle.Waiter;
import dev.treadle.monitor.Resources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/// A file on a disk, as a channel whose operations run offloaded and in a shield.
///
/// The shield keeps the interrupt of a cancellation from the thread, which would close the channel.
final class RegularFile implements FileHandle {

  static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  /// So much is read or written before it is asked again whether the task is cancelled: some
  /// milliseconds of a slow disk.
  static final int PIECE = 1024 * 1024;

  /// More does not fit into an array.
  private static final int MOST = Integer.MAX_VALUE - 8;

  private static final int FIRST = 8 * 1024;

  private final Path path;
  private final FileChannel channel;
  private final Resources.Tracked tracked;

  RegularFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
    this.tracked = Resources.track(this, () -> "file " + path);
  }

  /// One step that must not see an interrupt.
  private static <T> T uninterrupted(Body<T, IOException> step) throws IOException {
    return Treadle.shield(FOREVER, step);
  }

  private static <T> T offloaded(Body<T, IOException> step) throws IOException {
    return Treadle.blocking(() -> uninterrupted(step));
  }

  static ByteBuffer requireRoom(ByteBuffer into) {
    if (!into.hasRemaining()) {
      throw new IllegalArgumentException("into: expected room for a byte, found none");
    }
    return into;
  }

  static long notNegative(String parameter, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(parameter + ": expected zero or more, found " + value);
    }
    return value;
  }

  /// The next piece of a buffer, which shares its content.
  private static ByteBuffer piece(ByteBuffer buffer) {
    return buffer.slice(buffer.position(), Math.min(buffer.remaining(), PIECE));
  }

  private static int moved(ByteBuffer buffer, int bytes) {
    buffer.position(buffer.position() + Math.max(bytes, 0));
    return bytes;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    var piece = piece(requireRoom(into));
    return moved(into, offloaded(() -> channel.read(piece)));
  }

  @Override
  public int readAt(ByteBuffer into, long position) throws IOException {
    notNegative("position", position);
    var piece = piece(requireRoom(into));
    return moved(into, offloaded(() -> channel.read(piece, position)));
  }

  @Override
  public byte[] readAll() throws IOException {
    return Treadle.blocking(this::readAllHere);
  }

  private byte[] readAllHere() throws IOException {
    long left = uninterrupted(() -> channel.size() - channel.position());
    var bytes = new byte[Math.clamp(left + 1, FIRST, MOST)];
    int length = 0;
    while (true) {
      Waiter.checkCancelled();
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, grown(length));
      }
      var room = ByteBuffer.wrap(bytes, length, Math.min(PIECE, bytes.length - length));
      int read = uninterrupted(() -> channel.read(room));
      if (read < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += read;
    }
  }

  private int grown(int length) throws IOException {
    if (length == MOST) {
      throw new IOException(
          "file '%s': expected at most %d bytes, found more; read it in pieces"
              .formatted(path, MOST));
    }
    return (int) Math.min(2L * length, MOST);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    Treadle.blocking(() -> {
      while (from.hasRemaining()) {
        Waiter.checkCancelled();
        var piece = piece(from);
        var _ = moved(from, uninterrupted(() -> channel.write(piece)));
      }
    });
  }

  @Override
  public void writeAt(ByteBuffer from, long position) throws IOException {
    notNegative("position", position);
    int begin = from.position();
    Treadle.blocking(() -> {
      while (from.hasRemaining()) {
        Waiter.checkCancelled();
        var piece = piece(from);
        long where = position + from.position() - begin;
        var _ = moved(from, uninterrupted(() -> channel.write(piece, where)));
      }
    });
  }

  @Override
  public long position() throws IOException {
    return offloaded(channel::position);
  }

  @Override
  public void position(long position) throws IOException {
    notNegative("position", position);
    var _ = offloaded(() -> channel.position(position));
  }

  @Override
  public long size() throws IOException {
    return offloaded(channel::size);
  }

  @Override
  public void truncate(long size) throws IOException {
    notNegative("size", size);
    var _ = offloaded(() -> channel.truncate(size));
  }

  @Override
  public void force() throws IOException {
    var _ =
        offloaded(() -> {
          channel.force(true);
          return true;
        });
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    tracked.close();
    Treadle.shield(FOREVER, () -> Treadle.blocking(channel::close));
  }

  @Override
  public String toString() {
    return "file " + path;
  }
}
