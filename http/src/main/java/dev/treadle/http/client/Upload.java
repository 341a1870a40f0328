package dev.treadle.http.client;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Content on its way to a server that may answer before it has all of it. It is sent by a task of
/// its own, while whoever makes the call reads the answer.
final class Upload {

  /// How long a server that has stopped taking the request may need to say why.
  static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /// How long the end of content that was refused may need: a server that answers when it has
  /// everything is often faster than the task that sends, which need not know yet.
  private static final Duration LAST_PIECE = Duration.ofMillis(20);

  private enum State {
    SENDING,
    SENT,
    CUT,

    /// The connection takes no more. What comes from it counts all the same.
    BROKEN,

    /// The call fails by it.
    FAILED
  }

  private final Http1Connection connection;
  private final Content content;
  private final BodyWriter writer;
  private final Duration read;
  private final BothWays limits;
  private final ReentrantLock lock = new ReentrantLock();

  // Everything below is guarded by the lock.
  private State state = State.SENDING;
  private @Nullable CancelScope scope;
  private boolean answered;
  private boolean unwanted;
  private @Nullable Throwable failure;
  private @Nullable Consumer<Boolean> release;

  /// @param read how long nothing may move
  Upload(Http1Connection connection, Content content, BodyWriter writer, Duration read) {
    this.connection = connection;
    this.content = content;
    this.writer = writer;
    this.read = read;
    this.limits = new BothWays(read);
    connection.goBothWays(limits);
  }

  /// Sends it. Nothing is thrown here: whoever reads the answer has to know.
  void run() {
    try {
      boolean whole =
          CancelScope.run(own -> {
            begin(own);
            content.writeTo(writer);
            writer.finish();
          });
      end(whole ? State.SENT : State.CUT, null);
    } catch (Cancelled cancelled) {
      end(State.CUT, null);
      throw cancelled;
    } catch (IOException | RuntimeException | Error thrown) {
      var lost = writer.failure();
      if (lost == null) {
        end(State.FAILED, thrown);
      } else {
        end(lost instanceof HttpException ? State.FAILED : State.BROKEN, lost);
      }
    }
  }

  private void begin(CancelScope own) {
    boolean over;
    lock.lock();
    try {
      scope = own;
      over = state != State.SENDING || unwanted;
    } finally {
      lock.unlock();
    }
    if (over) {
      own.cancel("the call is over");
    }
  }

  private void end(State how, @Nullable Throwable why) {
    State ended;
    Consumer<Boolean> waiting;
    boolean hasAnswer;
    lock.lock();
    try {
      waiting = release;
      hasAnswer = answered;
      // What the connection fails with when all of an answer is here is nobody's business.
      boolean harmless = waiting != null && writer.failure() != null;
      if (state == State.SENDING) {
        state = how == State.FAILED && harmless ? State.BROKEN : how;
      }
      ended = state;
      boolean counts = ended != State.CUT || writer.failure() == null;
      failure = counts ? why : null;
    } finally {
      lock.unlock();
    }
    switch (ended) {
      case SENT -> limits.sent(read);
      case BROKEN -> limits.sent(hasAnswer ? read : LAST_WORDS);
      // Wakes whoever reads.
      case FAILED -> connection.close();
      case SENDING, CUT -> {}
    }
    if (waiting != null) {
      waiting.accept(ended == State.SENT);
    }
  }

  /// The head of the final answer is here.
  ///
  /// @param goOn whether the server can be taken to want the rest
  void answered(boolean goOn) {
    CancelScope stop = null;
    boolean broken;
    lock.lock();
    try {
      answered = true;
      broken = state == State.BROKEN;
      if (!goOn && state == State.SENDING) {
        unwanted = true;
        stop = scope;
      }
    } finally {
      lock.unlock();
    }
    if (broken) {
      limits.sent(read);
    }
    if (stop != null) {
      limits.stop(stop);
    }
  }

  /// All of the answer was read.
  ///
  /// @param reusable whether the connection is of use afterwards, and the rest is to be sent
  /// @param over told, now or when the content is sent, whether the connection is of use
  void answerEnded(boolean reusable, Consumer<Boolean> over) {
    boolean later;
    boolean sent;
    boolean refused;
    lock.lock();
    try {
      refused = unwanted;
      later = state == State.SENDING && reusable && (!refused || writer.isLast());
      sent = state == State.SENT;
      release = later ? over : null;
    } finally {
      lock.unlock();
    }
    if (later) {
      limits.limitWrites(refused ? LAST_PIECE : read);
    } else {
      cut();
      over.accept(sent && reusable);
    }
  }

  /// Whether more may be sent.
  boolean isSending() {
    lock.lock();
    try {
      return state == State.SENDING;
    } finally {
      lock.unlock();
    }
  }

  /// Nobody will read any more of the answer while the rest is sent.
  void expectNoReader() {
    limits.limitWrites(read);
  }

  /// Sends no more. Never waits.
  void cut() {
    CancelScope running;
    lock.lock();
    try {
      if (state != State.SENDING) {
        return;
      }
      state = State.CUT;
      running = scope;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.cancel("the call is over");
    }
  }

  /// What the connection failed with when it was written to; `null` if it did not.
  @Nullable IOException broken() {
    lock.lock();
    try {
      return state == State.BROKEN ? writer.failure() : null;
    } finally {
      lock.unlock();
    }
  }

  /// Throws what the content, or sending it, failed with, if it did.
  void throwFailure() throws IOException {
    Throwable thrown;
    lock.lock();
    try {
      thrown = state == State.BROKEN ? null : failure;
    } finally {
      lock.unlock();
    }
    switch (thrown) {
      case IOException io -> throw io;
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      case null, default -> {}
    }
  }
}
