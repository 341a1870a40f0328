package dev.treadle.http.server;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Deadline;
import dev.treadle.TaskFailedException;
import dev.treadle.Treadle;
import dev.treadle.http.DeadlineHeader;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.wire.RequestHead;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request and its answer, from the head of the one to the end of the other.
final class Exchange {

  private static final System.Logger LOG = System.getLogger("dev.treadle.http.server");

  private static final Handler NO_TUNNELS = _ -> Refusals.of(501, "this server is no proxy");

  private final Connection connection;
  private final RequestHead head;
  private final Request request;
  private final long start;
  private final long writtenBefore;

  /// By when the client wants its answer.
  private Deadline wanted = Deadline.never();

  private boolean limitedByClient;
  private @Nullable Status status;
  private @Nullable Answer answer;
  private boolean keep;

  /// The request's own; set before the handler is called.
  private @Nullable CancelScope scope;

  /// What was sent before the handler returned.
  private @Nullable Response sent;

  Exchange(Connection connection, RequestHead head) {
    this.connection = connection;
    this.head = head;
    this.request = new Request(head, connection, this);
    this.start = connection.world().nanoTime();
    this.writtenBefore = connection.output().written();
  }

  /// Has the request answered, and returns whether another may follow.
  boolean run(Handler handler) throws IOException {
    boolean complete = false;
    try {
      if (!inScope(head.method().equals(Method.CONNECT) ? NO_TUNNELS : handler)) {
        cut();
      }
      complete = status != null;
      var content = request.content();
      return keep && (content == null || content.drain());
    } catch (Cancelled ended) {
      if (!connection.isAnswering()) {
        status = connection.refusal();
      }
      throw ended;
    } finally {
      log(complete);
    }
  }

  private boolean inScope(Handler handler) throws IOException {
    var limit = limit();
    try {
      return Treadle.moveOnAfter(limit, () -> answer(handler));
    } finally {
      connection.watch().end();
    }
  }

  private void answer(Handler handler) throws IOException {
    var current = CancelScope.current();
    scope = current;
    connection.watch().begin(current, request, start);
    var response = call(handler);
    if (sent == null) {
      sendInTime(response);
    } else if (response != sent) {
      LOG.log(
          Level.ERROR, "an answer to {0} had been sent, so this is not: {1}", request, response);
    }
  }

  /// Sends an answer while its handler runs.
  void answer(Response response) throws IOException {
    if (sent != null) {
      throw new IllegalStateException("expected one answer to " + request + ", found a second");
    }
    sent = response;
    sendInTime(response);
  }

  /// The server's limit is the handler's; an answer takes as long as it takes, or as the client
  /// has.
  private void sendInTime(Response response) throws IOException {
    if (scope != null && !response.isShort()) {
      scope.deadline(wanted);
    }
    send(response);
  }

  /// How long the handler may take: as the server says, or the client if that is less.
  private Duration limit() {
    var limit = connection.settings().timeouts().handler();
    var said = head.headers().first(DeadlineHeader.NAME);
    var timeout = said == null ? Optional.<Duration>empty() : DeadlineHeader.parse(said);
    if (timeout.isEmpty()) {
      return limit;
    }
    wanted = Deadline.in(timeout.get());
    limitedByClient = timeout.get().compareTo(limit) < 0;
    return limitedByClient ? timeout.get() : limit;
  }

  private Response call(Handler handler) {
    try {
      var response = handler.handle(request);
      if (response == null) {
        throw new IllegalStateException("expected the handler to return an answer, found null");
      }
      return response;
    } catch (Exception | StackOverflowError failure) {
      // What a client sends may be too deep for whoever reads it.
      return failed(failure);
    }
  }

  private Response failed(Throwable failure) {
    var refusal = Refusals.ofFailure(failure);
    if (refusal != null) {
      return refusal;
    }
    if (contentIsLost()) {
      return Refusals.of(400, "the content did not come");
    }
    LOG.log(Level.ERROR, "the handler of " + request + " failed", failure);
    return Refusals.of(500, null);
  }

  private void send(Response response) throws IOException {
    var sending = new Answer(connection, response);
    answer = sending;
    status = response.status();
    try {
      keep = sending.send(request);
      status = sending.status();
    } catch (Exception failure) {
      sendInstead(failure);
    }
  }

  /// An answer could not be written; if nothing of it was sent, another is.
  private void sendInstead(Exception failure) throws IOException {
    if (connection.isAnswering()) {
      LOG.log(
          isClients(failure) ? Level.DEBUG : Level.ERROR,
          "the answer to " + request + " failed midway, and is cut",
          failure);
      status = null;
      keep = false;
      abortIfEndless();
      return;
    }
    connection.output().release();
    send(failed(failure));
  }

  /// Content that goes on to the end of the connection would seem complete (RFC 9112, section 8).
  private void abortIfEndless() throws IOException {
    if (answer != null && answer.endsWithConnection()) {
      connection.abort();
    }
  }

  private boolean contentIsLost() {
    var content = request.content();
    return content != null && content.isLost();
  }

  /// Whether the client is to blame, or nobody is.
  private boolean isClients(Exception failure) {
    return connection.output().isLost()
        || contentIsLost()
        || endsUpgrade(failure)
        || Refusals.ofFailure(failure) != null;
  }

  /// Another protocol ends with its connection, which is often lost. What is no input or output is
  /// a mistake of the block's.
  private boolean endsUpgrade(Exception failure) {
    var cause = failure instanceof TaskFailedException ? failure.getCause() : failure;
    return Status.SWITCHING_PROTOCOLS.equals(status) && cause instanceof IOException;
  }

  /// The request was cancelled: for its deadline as a rule, or because the client hung up.
  private void cut() throws IOException {
    keep = false;
    if (connection.watch().hasStruck() || connection.isAnswering()) {
      status = null;
      abortIfEndless();
      return;
    }
    connection.output().release();
    var response =
        limitedByClient
            ? Refusals.of(504, "the time that the request has was not enough")
            : Refusals.of(503, "the request took too long");
    send(response);
  }

  private void log(boolean complete) {
    var listener = connection.settings().accessLog();
    if (listener == AccessLog.NONE) {
      return;
    }
    var duration = Duration.ofNanos(connection.world().nanoTime() - start);
    var sizes =
        new AccessLog.Sizes(
            connection.output().written() - writtenBefore,
            answer == null ? 0 : answer.contentBytes());
    try {
      listener.completed(
          new AccessLog.Entry(
              request,
              Optional.ofNullable(status),
              sizes,
              Instant.now().minus(duration),
              duration,
              complete));
    } catch (RuntimeException failure) {
      LOG.log(Level.ERROR, "the access log failed at " + request, failure);
    }
  }
}
