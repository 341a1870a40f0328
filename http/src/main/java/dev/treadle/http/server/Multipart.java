package dev.treadle.http.server;

import dev.treadle.Cancelled;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.MediaType;
import dev.treadle.http.wire.MessageLimits;
import dev.treadle.http.wire.MultipartDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The parts of a request's content (RFC 7578), each read when it is asked for: nothing of them is
/// kept. From [RequestBody#multipart()].
///
/// {@snippet class=dev.treadle.http.server.HttpServerSnippets region=multipart lang=java}
///
/// @see RequestBody#uploads() for all of them at once
public final class Multipart {

  private static final int MAX_PARTS = 1000;
  private static final int CAPACITY = 8 * 1024;

  private final RequestBody body;
  private final MultipartDecoder decoder;
  private final ByteBuffer in = ByteBuffer.allocate(CAPACITY).limit(0);
  private @Nullable Part current;
  private boolean ended;

  Multipart(RequestBody body, MediaType type, MessageLimits limits) throws HttpParseException {
    this.body = body;
    this.decoder = MultipartDecoder.of(type, MAX_PARTS, limits);
  }

  /// Waits for the next part; what was not read of the one before is dropped.
  ///
  /// @return the part, or `null` if there are no more
  /// @throws HttpParseException if it is no multipart, has more than 1,000 parts, or is too long
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; what was read by then is lost
  public @Nullable Part next() throws IOException {
    if (current != null) {
      current.skip();
      current = null;
    }
    if (ended) {
      return null;
    }
    if (advance(ByteBuffer.allocate(0)) == MultipartDecoder.Event.PART) {
      current = new Part(this, decoder.headers(), decoder.disposition());
      return current;
    }
    ended = true;
    dropTheRest();
    return null;
  }

  private void dropTheRest() throws IOException {
    while (body.read(in.clear()) >= 0) {
      // What is behind the last part means nothing.
    }
    in.limit(0);
  }

  /// Reads up to the next event that is not the end of the buffer.
  MultipartDecoder.Event advance(ByteBuffer out) throws IOException {
    while (true) {
      var event = decoder.next(in, out);
      if (event != MultipartDecoder.Event.MORE) {
        return event;
      }
      int count = body.read(in.clear());
      in.flip();
      if (count < 0) {
        in.limit(0);
        decoder.ended();
        return MultipartDecoder.Event.END;
      }
    }
  }
}
