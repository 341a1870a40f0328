package dev.treadle.http.websocket;

import static dev.treadle.Treadle.moveOnAfter;

import java.time.Duration;

/// The one task that a WebSocket always has: it sees to what nobody waits for. It starts others for
/// what waits, so that it can always look at the clock.
final class Keeper {

  /// How often to look whether somebody listens again.
  private static final long LOOK_NANOS = 1_000_000_000;

  private final Session session;
  private final Silence silence;
  private final long interval;
  private final long timeout;

  /// How long the silence was when a ping was sent; negative if none is under way.
  private long pingedAt = -1;

  private int sounds;

  Keeper(Session session, Silence silence, WebSocketSettings settings) {
    this.session = session;
    this.silence = silence;
    this.interval = Checks.nanos(settings.pingInterval());
    this.timeout = Checks.nanos(settings.pongTimeout());
  }

  void run() {
    while (session.attend()) {
      if (interval == 0 || session.isOver()) {
        session.bell().await();
      } else {
        var next = Duration.ofNanos(nextLook());
        var _ = moveOnAfter(next, session.bell()::await);
      }
    }
  }

  /// Looks after the silence, and returns when to look again.
  private long nextLook() {
    if (silence.sounds() != sounds) {
      sounds = silence.sounds();
      pingedAt = -1;
    }
    long silent = silence.nanos();
    if (pingedAt < 0 && silent >= interval) {
      pingedAt = silent;
      session.ping();
    }
    long left = pingedAt < 0 ? interval - silent : pingedAt + timeout - silent;
    if (left <= 0) {
      session.unanswered();
      return 0;
    }
    if (silence.isListening()) {
      return left;
    }
    session.readAhead();
    return Math.max(left, LOOK_NANOS);
  }
}
