package dev.treadle.http.client;

import dev.treadle.Action;
import dev.treadle.Treadle;
import dev.treadle.http.client.HttpException.Phase;
import dev.treadle.http.wire.BegunStream;
import dev.treadle.http.wire.MessageLimits;
import dev.treadle.http.wire.ResponseHead;
import dev.treadle.http.wire.ResponseHeadParser;
import dev.treadle.io.ByteReader;
import dev.treadle.io.ByteStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One connection, for one request at a time: moves bytes, and knows when nothing has moved for too
/// long. Whoever uses it decides what becomes of it.
final class Http1Connection {

  private static final System.Logger LOG = System.getLogger("dev.treadle.http");

  private static final int OUT = 8 * 1024;

  /// Nothing is written in larger pieces, because the time limit is for a piece.
  private static final int SLICE = 64 * 1024;

  private final Route route;
  private final ByteStream stream;

  /// What is below TLS; the same as `stream` if there is none.
  private final ByteStream below;

  private final ByteReader reader;
  private final ResponseHeadParser parser;
  private final ByteBuffer out = ByteBuffer.allocate(OUT);

  private Duration limit = Timeouts.FOREVER;

  /// The limits if one task writes while another reads; `null` if both are the same.
  private @Nullable BothWays bothWays;

  private boolean ended;
  private int count;

  /// Guarded by the pool's lock, as is the next.
  long idleSince;

  long idleUntil;

  private volatile boolean closed;

  Http1Connection(Route route, ByteStream stream, ByteStream below, MessageLimits limits) {
    this.route = route;
    this.stream = stream;
    this.below = below;
    this.reader = ByteReader.of(stream);
    this.parser = new ResponseHeadParser(limits);
  }

  Route route() {
    return route;
  }

  /// The connection for another protocol, with what has come of that already.
  ByteStream upgraded() {
    return new BegunStream(stream, reader.buffered());
  }

  /// A request begins.
  ///
  /// @param read how long nothing may move
  void begin(Duration read) {
    limit = read;
    bothWays = null;
  }

  /// From now on another task writes than reads.
  void goBothWays(BothWays limits) {
    bothWays = limits;
  }

  /// A request has ended as it should.
  void completed() {
    count++;
  }

  /// Whether a request was answered here before, so that the server may have closed it meanwhile.
  boolean wasUsed() {
    return count > 0;
  }

  /// What to collect bytes in before they are sent; what is in here is sent by [#flush()].
  ByteBuffer out() {
    return out;
  }

  void flush() throws IOException {
    out.flip();
    try {
      write(out);
    } finally {
      out.clear();
    }
  }

  void write(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit((int) Math.min(end, (long) bytes.position() + SLICE));
      if (!writeOnce(bytes)) {
        throw timedOut("to be ready for more of the request");
      }
    }
  }

  private boolean writeOnce(ByteBuffer bytes) throws IOException {
    var both = bothWays;
    return both == null
        ? Treadle.moveOnAfter(limit, () -> stream.write(bytes))
        : both.write(() -> stream.write(bytes));
  }

  /// What has come and not been taken.
  ByteBuffer buffered() {
    return reader.buffered();
  }

  /// Waits for more; returns whether there is any.
  boolean fill() throws IOException {
    if (!within(this::fillOnce)) {
      throw timedOut("to send something");
    }
    return !ended;
  }

  private boolean within(Action<IOException> wait) throws IOException {
    var both = bothWays;
    return both == null ? Treadle.moveOnAfter(limit, wait) : both.read(wait);
  }

  private void fillOnce() throws IOException {
    ended = !reader.fill(Integer.MAX_VALUE);
  }

  /// Reads past the buffer, which must be empty.
  int readDirectly(ByteBuffer into) throws IOException {
    int start = into.position();
    if (!within(() -> ended = stream.read(into) < 0)) {
      throw timedOut("to send more of its answer");
    }
    return ended ? -1 : into.position() - start;
  }

  /// Waits for the head of an answer, interim ones included.
  ///
  /// @return `null` if the connection ended before its first byte
  /// @throws EOFException if it ends within
  /// @throws dev.treadle.http.HttpParseException if what comes is no head
  @Nullable ResponseHead readHead() throws IOException {
    while (true) {
      var head = parser.parse(reader.buffered());
      if (head != null) {
        return head;
      }
      if (!fill()) {
        if (parser.isInside()) {
          throw new EOFException("expected the rest of a head, found the end of the connection");
        }
        return null;
      }
    }
  }

  /// Whether it is as it must be after an answer: nothing has come that nobody asked for.
  boolean isQuiet() {
    return !closed && !ended && !reader.buffered().hasRemaining();
  }

  /// Whether the server has neither closed it nor said anything, as far as can be known here. Never
  /// waits; what has been said is of no use to anybody.
  boolean isAlive() {
    try {
      return isQuiet() && stream.tryRead(out.clear().limit(1)) == 0;
    } catch (IOException broken) {
      return false;
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    // From below: TLS would wait to say goodbye, and the end of each answer is known without.
    try (stream) {
      below.close();
    } catch (IOException failure) {
      LOG.log(Level.DEBUG, "a connection could not be closed properly: " + this, failure);
    }
  }

  HttpException.TimedOut timedOut(String what) {
    return new HttpException.TimedOut(
        "expected %s %s within %s, and nothing moved".formatted(route, what, limit),
        Phase.READ,
        limit);
  }

  @Override
  public String toString() {
    return "connection to " + route;
  }
}
