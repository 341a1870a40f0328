package dev.treadle.io.file;

import dev.treadle.Treadle;
import dev.treadle.io.pipe.PipeReader;
import dev.treadle.io.pipe.PipeWriter;
import dev.treadle.monitor.Resources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A fifo or a device, whose reads and writes may take for ever.
///
/// It is a file channel too, because to close one wakes the threads that are in it, which closing a
/// stream of `java.io` does not.
final class PipeFile implements FileHandle {

  private static final int MOST = Integer.MAX_VALUE - 8;

  private final Path path;
  private final List<FileChannel> channels;
  private final @Nullable PipeReader reader;
  private final @Nullable PipeWriter writer;
  private final Resources.Tracked tracked;

  private PipeFile(Path path, @Nullable FileChannel reading, @Nullable FileChannel writing) {
    this.path = path;
    this.channels = Stream.of(reading, writing).filter(Objects::nonNull).toList();
    this.reader =
        reading == null ? null : new PipeReader("file " + path, Channels.newInputStream(reading));
    this.writer =
        writing == null ? null : new PipeWriter("file " + path, Channels.newOutputStream(writing));
    this.tracked = Resources.track(this, () -> "file " + path);
  }

  /// Makes one of a channel that was opened with these options.
  static PipeFile of(Path path, FileChannel channel, Set<OpenOption> options) throws IOException {
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    if (!writes) {
      return new PipeFile(path, channel, null);
    }
    if (!options.contains(StandardOpenOption.READ)) {
      return new PipeFile(path, null, channel);
    }
    // A channel lets one thread in at a time: whoever reads would keep the others from writing.
    return new PipeFile(path, channel, openSecond(path, channel));
  }

  private static FileChannel openSecond(Path path, FileChannel first) throws IOException {
    try {
      return Treadle.blocking(() -> FileChannel.open(path, StandardOpenOption.WRITE));
    } catch (Throwable failure) {
      first.close();
      throw failure;
    }
  }

  private PipeReader reader() {
    if (reader == null) {
      throw new NonReadableChannelException();
    }
    return reader;
  }

  private PipeWriter writer() {
    if (writer == null) {
      throw new NonWritableChannelException();
    }
    return writer;
  }

  private IOException noPositions() {
    return new IOException(
        ("'%s': expected a file with positions, found a fifo or a device, which is only read and"
                + " written from beginning to end")
            .formatted(path));
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return reader().read(into);
  }

  @Override
  public int readAt(ByteBuffer into, long position) throws IOException {
    throw noPositions();
  }

  @Override
  public byte[] readAll() throws IOException {
    var bytes = reader().readAll(MOST);
    if (bytes == null) {
      throw new IOException(
          "file '%s': expected at most %d bytes, found more; read it in pieces"
              .formatted(path, MOST));
    }
    return bytes;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    writer().write(from);
  }

  @Override
  public void writeAt(ByteBuffer from, long position) throws IOException {
    throw noPositions();
  }

  @Override
  public long position() throws IOException {
    throw noPositions();
  }

  @Override
  public void position(long position) throws IOException {
    throw noPositions();
  }

  @Override
  public long size() throws IOException {
    throw noPositions();
  }

  @Override
  public void truncate(long size) throws IOException {
    throw noPositions();
  }

  @Override
  public void force() throws IOException {
    if (writer != null) {
      writer.flush();
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    tracked.close();
    try {
      if (writer != null) {
        writer.close();
      }
    } finally {
      // To close the channel signals whoever is in it until they have left: some moments.
      Treadle.shield(RegularFile.FOREVER, () -> Treadle.blocking(this::closeNow));
    }
  }

  private void closeNow() throws IOException {
    if (reader != null) {
      reader.close();
    }
    for (var channel : channels) {
      channel.close();
    }
  }

  @Override
  public String toString() {
    return "file " + path;
  }
}
