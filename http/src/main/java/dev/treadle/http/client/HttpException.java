package dev.treadle.http.client;

import dev.treadle.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a call got no answer, or not one to go on with. All that a client throws because of the
/// world is one of these, but for what the content of a request throws by itself.
///
/// {@snippet class=dev.treadle.http.client.HttpExceptionSnippets region=family lang=java}
///
/// A call that is cancelled throws [dev.treadle.Cancelled], and one that takes longer than a
/// [dev.treadle.Treadle#timeout] around it lets that throw; neither is one of these.
public abstract sealed class HttpException extends IOException
    permits HttpException.ConnectFailed,
        HttpException.TimedOut,
        HttpException.ConnectionLost,
        HttpException.Protocol,
        HttpException.TooLarge,
        HttpException.BadStatus,
        HttpException.BadRedirect,
        HttpException.Closed {

  private static final long serialVersionUID = 1L;

  private HttpException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// What there was not enough time for.
  public enum Phase {
    /// The whole call, its last byte included.
    TOTAL,
    /// Looking up a name, connecting, and TLS.
    CONNECT,
    /// Waiting until a connection is free.
    ACQUIRE,
    /// Waiting until a byte came, or went.
    READ
  }

  /// No connection could be made: nobody listens, there is no such name, a proxy refuses.
  public static final class ConnectFailed extends HttpException {

    private static final long serialVersionUID = 1L;

    ConnectFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// One of the client's own time limits was exceeded.
  public static final class TimedOut extends HttpException {

    private static final long serialVersionUID = 1L;

    private final Phase phase;
    private final Duration limit;

    TimedOut(String message, Phase phase, Duration limit) {
      super(message, null);
      this.phase = phase;
      this.limit = limit;
    }

    /// Returns what there was not enough time for.
    public Phase phase() {
      return phase;
    }

    /// Returns how long it was allowed to take.
    public Duration limit() {
      return limit;
    }
  }

  /// The connection broke or was closed before the answer was whole. The request may have been
  /// carried out all the same.
  public static final class ConnectionLost extends HttpException {

    private static final long serialVersionUID = 1L;

    ConnectionLost(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What came is not HTTP, or is in a way that could be understood otherwise.
  public static final class Protocol extends HttpException {

    private static final long serialVersionUID = 1L;

    Protocol(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// More came than the client is ready to hold: see [ClientSettings#withMaxBody(long)].
  public static final class TooLarge extends HttpException {

    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message, null);
    }
  }

  /// The server said no: thrown by [Response#raiseForStatus()].
  public static final class BadStatus extends HttpException {

    private static final long serialVersionUID = 1L;

    private final transient Response response;

    BadStatus(String message, Response response) {
      super(message, null);
      this.response = response;
    }

    /// Returns the answer.
    public Response response() {
      return response;
    }

    /// Returns what it says.
    public Status status() {
      return response.status();
    }

    /// Returns how long the server wants to be left alone, if it says so: for a
    /// [dev.treadle.retry.Backoff] that does as it is told.
    public Optional<Duration> retryAfter() {
      return RetryAfter.of(response.headers());
    }
  }

  /// The server sent the client somewhere it does not go: round in circles, too far, from `https`
  /// to `http`, or to no place at all.
  public static final class BadRedirect extends HttpException {

    private static final long serialVersionUID = 1L;

    BadRedirect(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The client was closed, before the call or during it.
  public static final class Closed extends HttpException {

    private static final long serialVersionUID = 1L;

    Closed(String message) {
      super(message, null);
    }
  }
}
