package dev.treadle.http.server;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Treadle;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Status;
import dev.treadle.http.wire.MessageLimits;
import dev.treadle.http.wire.RequestHead;
import dev.treadle.http.wire.RequestHeadParser;
import dev.treadle.io.ByteStream;
import dev.treadle.seam.World;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A connection and the task that serves it: one request after the other.
///
/// One scope around all of it has one time limit, which is moved as the connection goes from
/// waiting for a request to reading it, and so on. If it is over, what was waited for says what to
/// answer.
final class Connection {

  /// So much of a request's content is read for nothing, to get at the next request.
  static final long MAX_DRAINED = 64 * 1024;

  private static final long MAX_LINGERING = 256 * 1024;
  private static final Duration LINGERING = Duration.ofSeconds(1);

  /// What the connection waits for its client to do.
  private enum Waiting {
    FOR_REQUEST,
    FOR_HEAD,
    FOR_CONTENT,
    FOR_TAKING,
    FOR_NOTHING
  }

  /// Whether it may be closed without harm to anybody.
  private enum State {
    IDLE,
    BUSY,
    CLOSING
  }

  private final Serving serving;
  private final Input input;
  private final Output output;
  private final Watch watch;
  private final World world = World.current();
  private final RequestHeadParser parser;
  private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
  private final SocketAddress remote;

  /// Set before the connection is idle for the first time.
  private volatile @Nullable CancelScope scope;

  private volatile Waiting waiting = Waiting.FOR_NOTHING;
  private final TimeLimit limit = new TimeLimit(world, this::expired);

  /// What was waited for did not come in time.
  private volatile boolean tooSlow;

  private int served;

  /// Some of an answer to the present request may be on its way.
  private volatile boolean answering;

  /// The client may still be sending when this is closed, and is to get what was sent.
  private boolean lingers;

  Connection(Serving serving, ByteStream stream) throws IOException {
    this.serving = serving;
    this.input = new Input(stream);
    this.output = new Output(this, serving.buffers());
    this.watch = new Watch(input, serving.tasks());
    this.parser = new RequestHeadParser(serving.messageLimits());
    this.remote = stream.remoteAddress();
  }

  // --- The task

  /// Serves until either side has enough. The stream is then to be closed.
  ///
  /// @throws IOException if the connection was lost
  void run() throws IOException {
    try {
      serveAll();
      if (lingers) {
        linger(input.stream());
      }
    } finally {
      limit.end();
      output.release();
    }
  }

  private void serveAll() throws IOException {
    try {
      if (!CancelScope.run(this::loop)) {
        timedOut();
      }
    } catch (Cancelled stopped) {
      if (waiting != Waiting.FOR_REQUEST && !answering) {
        Treadle.shield(LINGERING, () -> refuse(503, "the server has stopped"));
      }
      throw stopped;
    }
  }

  private void loop(CancelScope own) throws IOException {
    scope = own;
    boolean next = true;
    while (next) {
      try {
        var head = nextHead();
        next = head != null && serve(head);
      } catch (HttpParseException malformed) {
        malformed(malformed);
        return;
      }
    }
  }

  /// Waits for the next request; returns `null` if there is none.
  private @Nullable RequestHead nextHead() throws IOException {
    answering = false;
    var bytes = input.bytes();
    if (!bytes.hasRemaining() && !awaitRequest()) {
      return null;
    }
    var head = parser.parse(bytes);
    if (head == null) {
      limit(Waiting.FOR_HEAD, world.nanoTime(), serving.pace().headNanos());
      while (head == null) {
        if (input.fill() < 0) {
          return null;
        }
        head = parser.parse(bytes);
      }
    }
    unlimited();
    return head;
  }

  /// Waits for the first byte of a request; returns whether it came.
  private boolean awaitRequest() throws IOException {
    limit(Waiting.FOR_REQUEST, world.nanoTime(), serving.pace().idleNanos());
    state.set(State.IDLE);
    // Whoever stops the server says so first and looks at the state then: one of both sees the
    // other.
    if (serving.isStopping()) {
      return false;
    }
    int count = input.fill();
    return count > 0 && state.compareAndSet(State.IDLE, State.BUSY);
  }

  private boolean serve(RequestHead head) throws IOException {
    served++;
    boolean admitted = serving.admit();
    try {
      var exchange = new Exchange(this, head);
      lingers = !exchange.run(admitted ? serving.handler() : Refusals.OVERLOADED);
      return !lingers;
    } finally {
      serving.dismiss();
      output.release();
    }
  }

  /// Closes it if it is idle.
  void stopIfIdle() {
    var own = scope;
    if (own != null && state.compareAndSet(State.IDLE, State.CLOSING)) {
      own.cancel("the server stops");
    }
  }

  // --- The end

  /// A request that was answered already, and whose content turns out to be none, gets no second
  /// answer: it would be taken for that of the next request.
  private void malformed(HttpParseException failure) throws IOException {
    if (answering) {
      lingers = true;
    } else {
      refuse(failure.status(), failure.getMessage());
    }
  }

  private void timedOut() throws IOException {
    boolean late = waiting == Waiting.FOR_HEAD || waiting == Waiting.FOR_CONTENT;
    if (late && !answering) {
      Treadle.moveOnAfter(
          LINGERING,
          () ->
              refuse(
                  408,
                  waiting == Waiting.FOR_HEAD
                      ? "expected the request's head in time, found it incomplete"
                      : "expected the content faster, found too little of it"));
    }
  }

  /// With what a request that ends because its connection does is answered when it has ended:
  /// `null` if with nothing.
  @Nullable Status refusal() {
    if (!tooSlow) {
      return Status.SERVICE_UNAVAILABLE;
    }
    return waiting == Waiting.FOR_CONTENT ? Status.REQUEST_TIMEOUT : null;
  }

  /// Answers with an error, after which nothing more can be said.
  private void refuse(int status, @Nullable String reason) throws IOException {
    var answer = Refusals.of(status, reason);
    output.release();
    new Answer(this, answer).sendAndClose();
    lingers = true;
  }

  /// Closes so that the client cannot take what it got for everything.
  void abort() throws IOException {
    input.stream().abort();
  }

  /// Closes so that the client gets what was sent: if bytes of its own were still on their way, the
  /// system would tell it to forget everything (RFC 9112 section 9.6).
  private static void linger(ByteStream stream) throws IOException {
    stream.shutdownOutput();
    Treadle.moveOnAfter(
        LINGERING,
        () -> {
          var rest = ByteBuffer.allocate(1024);
          long total = 0;
          int count = 0;
          while (count >= 0 && total < MAX_LINGERING) {
            count = stream.read(rest.clear());
            total += count;
          }
        });
  }

  // --- Time limits

  private void limit(Waiting waiting, long now, long nanos) {
    this.waiting = waiting;
    limit.set(now, nanos);
  }

  private void unlimited() {
    waiting = Waiting.FOR_NOTHING;
    limit.clear();
  }

  /// What is waited for did not happen in time. Called by a timer.
  private void expired() {
    var own = scope;
    if (own != null) {
      tooSlow = true;
      own.cancel("the client was too slow");
    }
  }

  /// A request's content is waited for, until [#gotContent(long)].
  ///
  /// @param received how much came already
  /// @param waitedNanos how long that took
  /// @return when the wait begins
  long awaitContent(long received, long waitedNanos) {
    long now = world.nanoTime();
    limit(Waiting.FOR_CONTENT, now, serving.pace().allows(received) - waitedNanos);
    return now;
  }

  /// Content came, or whoever waited for it was cancelled; returns how long it took.
  long gotContent(long start) {
    var own = scope;
    if (own == null || !own.isCancelled()) {
      unlimited();
    }
    return world.nanoTime() - start;
  }

  /// The client is to take so many bytes, until [#taken()].
  void awaitTaking(int bytes) {
    limit(Waiting.FOR_TAKING, world.nanoTime(), serving.pace().allows(bytes));
  }

  void taken() {
    unlimited();
  }

  // --- What requests need

  /// Tells the client to send its content, unless an answer is on its way already.
  void sendContinue() throws IOException {
    if (!answering) {
      output.sendContinue();
    }
  }

  /// An answer is sent; after that there can be no other.
  void answers() {
    answering = true;
  }

  boolean isAnswering() {
    return answering;
  }

  /// Whether there may be another request behind the present one.
  boolean mayGoOn() {
    return !serving.isStopping() && served < serving.settings().limits().requestsPerConnection();
  }

  Serving serving() {
    return serving;
  }

  ServerSettings settings() {
    return serving.settings();
  }

  MessageLimits messageLimits() {
    return serving.messageLimits();
  }

  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  Watch watch() {
    return watch;
  }

  World world() {
    return world;
  }

  SocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public String toString() {
    return "HTTP connection with " + remote;
  }
}
