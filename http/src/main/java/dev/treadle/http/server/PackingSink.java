package dev.treadle.http.server;

import dev.treadle.http.ContentCoding;
import dev.treadle.http.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Compresses what passes through: as gzip writes it (RFC 1952), or zlib (RFC 1950).
final class PackingSink implements BodySink, AutoCloseable {

  private static final int CAPACITY = 4 * 1024;
  private static final int LEVEL = 6;

  /// Magic number, deflate, no flags, no time, no hint, unknown system.
  private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final BodySink sink;
  private final boolean gzip;
  private final Deflater deflater;
  private final CRC32 checksum = new CRC32();
  private final ByteBuffer packed = ByteBuffer.allocate(CAPACITY);
  private boolean begun;

  PackingSink(BodySink sink, ContentCoding coding) {
    this.sink = sink;
    this.gzip = coding == ContentCoding.GZIP;
    this.deflater = new Deflater(LEVEL, gzip);
  }

  @Override
  public void write(ByteBuffer piece) throws IOException {
    begin();
    if (gzip) {
      checksum.update(piece.duplicate());
    }
    deflater.setInput(piece);
    while (!deflater.needsInput()) {
      deflate(Deflater.NO_FLUSH);
    }
  }

  private void begin() throws IOException {
    if (gzip && !begun) {
      sink.write(ByteBuffer.wrap(GZIP_HEAD));
    }
    begun = true;
  }

  /// Returns whether there may be more.
  private boolean deflate(int mode) throws IOException {
    packed.clear();
    int count = deflater.deflate(packed, mode);
    if (count > 0) {
      sink.write(packed.flip());
    }
    return count == CAPACITY;
  }

  @Override
  public void flush() throws IOException {
    if (begun) {
      boolean more = true;
      while (more) {
        more = deflate(Deflater.SYNC_FLUSH);
      }
    }
    sink.flush();
  }

  /// What is behind is left to whoever made this.
  @Override
  public void finish(Headers trailers) throws IOException {
    begin();
    deflater.finish();
    while (!deflater.finished()) {
      deflate(Deflater.NO_FLUSH);
    }
    if (gzip) {
      packed.clear().order(ByteOrder.LITTLE_ENDIAN);
      packed.putInt((int) checksum.getValue()).putInt((int) deflater.getBytesRead());
      sink.write(packed.flip());
    }
  }

  /// Gives the native memory back.
  @Override
  public void close() {
    deflater.end();
  }
}
