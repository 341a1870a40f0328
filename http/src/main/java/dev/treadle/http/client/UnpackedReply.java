package dev.treadle.http.client;

import dev.treadle.http.ContentCoding;
import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// An answer whose content is unpacked while it is read. A few bytes that would become very many
/// are refused.
final class UnpackedReply implements Reply {

  /// Deflate packs by 1032 at most; what somebody means to be read is far from that.
  private static final int MAX_RATIO = 200;

  /// Below so many bytes nobody asks how well they were packed.
  private static final long HARMLESS = 1024 * 1024;

  private static final int PIECE = 8 * 1024;

  private final Reply packed;
  private final ContentCoding coding;
  private final Packed in;

  private @Nullable InputStream unpacked;
  private @Nullable Inflater inflater;
  private byte[] piece = new byte[0];
  private long count;
  private boolean over;

  UnpackedReply(Reply packed, ContentCoding coding) {
    this.packed = packed;
    this.coding = coding;
    this.in = new Packed(packed);
  }

  /// The packed content as the JDK wants it.
  private static final class Packed extends InputStream {

    private final Reply reply;
    private long count;
    private boolean ended;

    /// Kept, because the JDK takes a failure behind one gzip member for the end.
    private @Nullable IOException failure;

    Packed(Reply reply) {
      this.reply = reply;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (ended || length == 0) {
        return ended ? -1 : 0;
      }
      try {
        int read = reply.read(ByteBuffer.wrap(bytes, offset, length));
        ended = read < 0;
        count += Math.max(0, read);
        return read;
      } catch (IOException lost) {
        failure = lost;
        throw lost;
      }
    }

    /// Whether another gzip member may follow.
    @Override
    public int available() {
      return ended ? 0 : 1;
    }

    void readToEnd() throws IOException {
      if (failure != null) {
        throw failure;
      }
      var rest = new byte[PIECE];
      while (read(rest, 0, rest.length) >= 0) {
        // what follows belongs to nothing
      }
    }
  }

  @Override
  public Request request() {
    return packed.request();
  }

  @Override
  public Status status() {
    return packed.status();
  }

  @Override
  public Headers headers() {
    return packed.headers().without("content-encoding").without("content-length");
  }

  @Override
  public Headers trailers() {
    return packed.trailers();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (over) {
      return -1;
    }
    int read;
    try {
      read = unpack(into);
    } catch (ZipException | java.io.EOFException malformed) {
      close();
      throw new HttpException.Protocol(
          "expected content packed by %s from %s: %s"
              .formatted(coding.token(), request(), malformed.getMessage()),
          malformed);
    }
    if (read < 0) {
      in.readToEnd();
      end();
      return -1;
    }
    into.put(piece, 0, read);
    count += read;
    requireHarmless();
    return read;
  }

  private int unpack(ByteBuffer into) throws IOException {
    var from = unpacked;
    if (from == null) {
      from = open();
      unpacked = from;
    }
    int length = Math.min(into.remaining(), 2 * PIECE);
    if (piece.length < length) {
      piece = new byte[length];
    }
    return from.read(piece, 0, length);
  }

  private InputStream open() throws IOException {
    var first = new PushbackInputStream(in, 1);
    int b = first.read();
    if (b < 0) {
      // Nothing, packed by a server that did not care.
      return InputStream.nullInputStream();
    }
    first.unread(b);
    if (coding == ContentCoding.GZIP) {
      return new GZIPInputStream(first, PIECE);
    }
    // RFC 9110 means zlib by "deflate"; some send it bare. The low four bits of zlib's first byte
    // are 8.
    var created = new Inflater((b & 0x0F) != 8);
    inflater = created;
    return new InflaterInputStream(first, created, PIECE);
  }

  private void requireHarmless() throws HttpException {
    if (count > HARMLESS && count / MAX_RATIO > in.count) {
      close();
      throw new HttpException.TooLarge(
          "expected content from %s that was packed by at most 1:%d, found %d bytes in %d"
              .formatted(request(), MAX_RATIO, count, in.count));
    }
  }

  private void end() {
    over = true;
    try {
      if (unpacked != null) {
        unpacked.close();
      }
    } catch (IOException none) {
      throw new IllegalStateException("expected closing in memory not to fail", none);
    }
    if (inflater != null) {
      inflater.end();
    }
  }

  @Override
  public void close() {
    end();
    packed.close();
  }
}
