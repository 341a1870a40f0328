package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Status;
import dev.treadle.http.wire.BodyDecoder;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.MessageLimits;
import dev.treadle.http.wire.ResponseHead;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An answer on a connection, which it gives back as soon as the content has been read, and closes
/// if it is not.
final class Http1Reply implements Reply {

  private final Lease lease;
  private final Request request;
  private final ResponseHead head;
  private final BodyDecoder decoder;

  /// Whether the connection is of use afterwards, as far as the answer goes.
  private final boolean reusable;

  /// What is sent while this is read; `null` if nothing is.
  private final @Nullable Upload upload;

  private long received;

  /// Whether there is nothing more to be read, and the connection is another's or nobody's.
  private boolean over;

  private @Nullable IOException failure;

  Http1Reply(
      Lease lease, Request request, ResponseHead head, BodyFraming framing, Exchange exchange) {
    this.lease = lease;
    this.request = request;
    this.head = head;
    this.decoder = BodyDecoder.of(framing, MessageLimits.DEFAULT);
    this.upload = exchange.upload();
    this.reusable = (exchange.isSent() || upload != null) && head.keepAlive(framing);
    if (decoder.isDone()) {
      end();
    }
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Status status() {
    return head.status();
  }

  @Override
  public Headers headers() {
    return head.headers();
  }

  @Override
  public Headers trailers() {
    return decoder.trailers();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!into.hasRemaining()) {
      throw new IllegalArgumentException("into: expected room for one byte at least, found none");
    }
    if (over) {
      return ended();
    }
    boolean good = false;
    try {
      int count = readSome(into);
      good = true;
      if (decoder.isDone()) {
        end();
      }
      return count;
    } catch (IOException lost) {
      failure = lease.translate(lost, "more than %d bytes of its answer".formatted(received));
      if (upload != null) {
        upload.throwFailure();
      }
      throw failure;
    } finally {
      if (!good) {
        abort();
      }
    }
  }

  private int ended() throws IOException {
    if (failure != null) {
      throw new HttpException.ConnectionLost(
          "expected more of the answer to %s, which failed before".formatted(request), failure);
    }
    return -1;
  }

  /// Takes what is there; waits only if that is nothing.
  private int readSome(ByteBuffer into) throws IOException {
    var connection = lease.connection();
    int start = into.position();
    while (true) {
      decoder.decode(connection.buffered(), into);
      int count = into.position() - start;
      if (count > 0) {
        received += count;
        return count;
      }
      if (decoder.isDone()) {
        return -1;
      }
      if (decoder.direct() >= into.remaining() && into.remaining() >= DIRECT) {
        return readDirectly(into);
      }
      if (!connection.fill()) {
        connectionEnded();
      }
    }
  }

  /// So much room is worth to be filled without a detour.
  private static final int DIRECT = 4 * 1024;

  private void connectionEnded() throws EOFException {
    try {
      decoder.connectionEnded();
    } catch (HttpParseException cut) {
      throw (EOFException) new EOFException(cut.getMessage()).initCause(cut);
    }
  }

  private int readDirectly(ByteBuffer into) throws IOException {
    int count = lease.connection().readDirectly(into);
    if (count < 0) {
      connectionEnded();
      return -1;
    }
    decoder.tookDirectly(count);
    received += count;
    return count;
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    if (upload == null) {
      release(reusable);
    } else {
      upload.answerEnded(reusable, this::release);
    }
  }

  private void release(boolean good) {
    if (good) {
      lease.giveBack(head.headers());
    } else {
      lease.discard();
    }
  }

  private void abort() {
    if (!over) {
      over = true;
      if (upload != null) {
        upload.cut();
      }
      lease.discard();
    }
  }

  /// The end may be here already, so that the connection need not go. While content is being sent,
  /// that would leave to chance whether all of it is.
  @Override
  public void close() {
    if (over) {
      return;
    }
    if (upload != null && upload.isSending()) {
      abort();
      return;
    }
    try {
      decoder.skip(lease.connection().buffered());
      if (decoder.isDone()) {
        end();
      }
    } catch (HttpParseException malformed) {
      failure = malformed;
    } finally {
      abort();
    }
  }

  @Override
  public String toString() {
    return head + " from " + request;
  }
}
