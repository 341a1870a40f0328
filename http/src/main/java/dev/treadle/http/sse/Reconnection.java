package dev.treadle.http.sse;

import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.http.wire.Octets;
import dev.treadle.retry.Backoff;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/// When a client of server-sent events comes back, and with what (the HTML standard, 9.2.3),
/// without I/O: whoever has the connection asks here what to do next.
///
/// {@snippet class=dev.treadle.http.sse.ServerSentEventSnippets region=reconnect lang=java}
///
/// After the first failure the wait is what the server wants, or three seconds; it doubles with
/// each failure that follows without an event between, up to a minute, and is shortened by a random
/// part of up to a half, so that the clients of a server that was restarted do not come back
/// together.
///
/// Not for several threads at a time.
public final class Reconnection {

  private static final Duration ORDINARY_DELAY = Duration.ofSeconds(3);
  private static final Duration ORDINARY_MOST = Duration.ofMinutes(1);

  /// Why Backoff is asked: it wants to know.
  private static final IOException LOST = new IOException("the stream of events ended");

  private final Duration most;
  private Duration delay;
  private EventStreamParser parser = EventStreamParser.create();
  private int failures;

  private Reconnection(Duration delay, Duration most) {
    this.delay = delay;
    this.most = most;
  }

  /// What an answer means.
  public enum Verdict {
    /// Its body is the stream: give it to [Reconnection#connected()].
    RECEIVE,

    /// The server wants no more visits (204).
    END,

    /// It may be better later (408, 429, 500 and above): wait, and come back.
    RETRY,

    /// It is no stream of events: give up.
    FAIL
  }

  /// Returns one that waits for three seconds, up to a minute.
  public static Reconnection create() {
    return new Reconnection(ORDINARY_DELAY, ORDINARY_MOST);
  }

  /// Returns one with other waits.
  ///
  /// @param delay after the first failure, if the server wants no other; above zero
  /// @param most the longest, at least `delay`
  /// @throws IllegalArgumentException if one of them is not so
  public static Reconnection create(Duration delay, Duration most) {
    var _ = Backoff.exponential(delay, most);
    return new Reconnection(delay, most);
  }

  /// Returns what the next request's head has to say: what the client wants, and what it saw last.
  public Headers headers() {
    var headers =
        Headers.builder()
            .add("Accept", ServerSentEvent.MEDIA_TYPE)
            .add("Cache-Control", "no-store");
    var last = parser.lastEventId();
    // An id may have control characters in it, which no header may.
    if (!last.isEmpty() && Octets.isField(inLatin1(last))) {
      headers.add("Last-Event-ID", inLatin1(last));
    }
    return headers.build();
  }

  /// The field is UTF-8, and a header's value is bytes that are written as ISO 8859-1.
  private static String inLatin1(String id) {
    return new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// Returns what an answer means.
  ///
  /// @param status behind all redirections
  public Verdict judge(Status status, Headers answer) {
    if (status.equals(Status.OK)) {
      boolean events = answer.contentType().filter(MediaType.EVENTS::isSameAs).isPresent();
      return events ? Verdict.RECEIVE : Verdict.FAIL;
    }
    if (status.equals(Status.NO_CONTENT)) {
      return Verdict.END;
    }
    boolean later =
        status.isServerError()
            || status.equals(Status.TOO_MANY_REQUESTS)
            || status.equals(Status.REQUEST_TIMEOUT);
    return later ? Verdict.RETRY : Verdict.FAIL;
  }

  /// Says that there is a stream, and returns the parser for it.
  public EventStreamParser connected() {
    remember();
    parser = EventStreamParser.after(parser.lastEventId());
    return parser;
  }

  /// Says that the stream has ended or broken, or that there was none, and returns how long to wait
  /// before the next request.
  public Duration disconnected() {
    remember();
    failures = parser.events() > 0 ? 1 : failures + 1;
    parser = EventStreamParser.after(parser.lastEventId());
    if (delay.isZero()) {
      return Duration.ZERO;
    }
    return Backoff.exponential(delay, longest()).delay(failures, LOST);
  }

  private Duration longest() {
    return most.compareTo(delay) < 0 ? delay : most;
  }

  private void remember() {
    parser.retry().ifPresent(wanted -> delay = Objects.requireNonNull(wanted));
  }

  /// Returns the id that was seen last; empty if there was none.
  public String lastEventId() {
    return parser.lastEventId();
  }
}
