package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Finds a message's content among the bytes of a connection, and its end.
///
/// Bytes behind the end stay in the buffer: they are the next message's. A caller with much to read
/// can take content from the connection without passing it through here, see [#direct()].
public final class BodyDecoder {

  private final BodyFraming framing;
  private final @Nullable ChunkedDecoder chunks;
  private long remaining;

  private BodyDecoder(BodyFraming framing, @Nullable ChunkedDecoder chunks) {
    this.framing = framing;
    this.chunks = chunks;
    remaining = framing.kind() == BodyFraming.Kind.CLOSE ? Long.MAX_VALUE : framing.length();
  }

  /// A decoder of content that ends in some way.
  ///
  /// @param limits for the trailers, if there can be any
  /// @throws IllegalArgumentException if it is [BodyFraming#TUNNEL], which is no content
  public static BodyDecoder of(BodyFraming framing, MessageLimits limits) {
    if (framing.kind() == BodyFraming.Kind.TUNNEL) {
      throw new IllegalArgumentException("framing: expected that of content, found TUNNEL");
    }
    boolean chunked = framing.kind() == BodyFraming.Kind.CHUNKED;
    return new BodyDecoder(framing, chunked ? new ChunkedDecoder(limits) : null);
  }

  /// Moves content from one buffer to the other until the first is empty, the second is full, or
  /// the content has ended. A full second buffer does not keep the end from being noticed.
  ///
  /// @param in has an array
  /// @throws HttpParseException if chunks or trailers are malformed; 431 if trailers exceed a limit
  public void decode(ByteBuffer in, ByteBuffer out) throws HttpParseException {
    while (true) {
      skipFraming(in);
      int count = (int) Math.min(direct(), Math.min(in.remaining(), out.remaining()));
      if (count == 0) {
        return;
      }
      out.put(out.position(), in, in.position(), count);
      out.position(out.position() + count);
      in.position(in.position() + count);
      tookDirectly(count);
    }
  }

  /// Drops content until the buffer is empty or the content has ended, and returns how much.
  ///
  /// @throws HttpParseException if chunks or trailers are malformed; 431 if trailers exceed a limit
  public long skip(ByteBuffer in) throws HttpParseException {
    long skipped = 0;
    while (true) {
      skipFraming(in);
      int count = (int) Math.min(direct(), in.remaining());
      if (count == 0) {
        return skipped;
      }
      in.position(in.position() + count);
      tookDirectly(count);
      skipped += count;
    }
  }

  private void skipFraming(ByteBuffer in) throws HttpParseException {
    if (chunks != null) {
      chunks.skipFraming(in);
    }
  }

  /// How many of the bytes that come next are content, and may be read straight to where they are
  /// wanted. 0 if that is not known, or at the end.
  public long direct() {
    return chunks == null ? remaining : chunks.remaining();
  }

  /// So many bytes of content were taken elsewhere.
  ///
  /// @throws IllegalArgumentException if there were not so many
  public void tookDirectly(long count) {
    if (count < 0 || count > direct()) {
      throw new IllegalArgumentException(
          "count: expected 0 to %d, found %d".formatted(direct(), count));
    }
    if (chunks != null && count > 0) {
      chunks.took(count);
    } else if (framing.kind() != BodyFraming.Kind.CLOSE) {
      remaining -= count;
    }
  }

  /// Whether the content has ended. That which lasts as long as the connection ends with
  /// [#connectionEnded()].
  public boolean isDone() {
    return chunks == null ? remaining == 0 : chunks.isDone();
  }

  /// The connection has ended, and so has the content, if it is of the kind that ends so.
  ///
  /// @throws HttpParseException if it is not: some of it is missing
  public void connectionEnded() throws HttpParseException {
    if (framing.kind() == BodyFraming.Kind.CLOSE) {
      remaining = 0;
    } else if (!isDone()) {
      throw HeadParser.malformed(
          chunks == null
              ? "expected %d more bytes of content, found the end of the connection"
                  .formatted(remaining)
              : "expected more chunks, found the end of the connection");
    }
  }

  /// The fields that came behind the content; none before its end.
  public Headers trailers() {
    return chunks == null ? Headers.empty() : chunks.trailers();
  }
}
