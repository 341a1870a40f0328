package dev.treadle.http.websocket;

import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The pings of this end that wait for an answer. A pong answers the ping whose payload it has, and
/// those before it.
final class Pings {

  /// The WebSocket came to its end before.
  static final long NEVER = -1;

  private final World world;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final ArrayDeque<Ping> unanswered = new ArrayDeque<>();
  private long last;
  private boolean over;

  private volatile long roundTrip = NEVER;

  Pings(World world) {
    this.world = world;
  }

  /// One ping, whose payload is its number.
  ///
  /// @param answer woken with how long it took in nanoseconds, or with [#NEVER]; `null` if nobody
  ///   waits
  record Ping(long number, long sentAt, @Nullable Waiter<Long> answer) {

    byte[] payload() {
      return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    void answered(long nanos) {
      if (answer != null) {
        answer.wake(nanos);
      }
    }
  }

  /// Returns the next ping.
  ///
  /// @param awaited whether the calling thread waits for its answer
  Ping next(boolean awaited) {
    lock.lock();
    try {
      var answer = awaited ? new Waiter<Long>("pong") : null;
      var ping = new Ping(++last, world.nanoTime(), answer);
      if (over) {
        ping.answered(NEVER);
      } else {
        unanswered.add(ping);
      }
      return ping;
    } finally {
      lock.unlock();
    }
  }

  void forget(Ping ping) {
    lock.lock();
    try {
      unanswered.remove(ping);
    } finally {
      lock.unlock();
    }
  }

  void answered(byte[] payload) {
    long now = world.nanoTime();
    if (payload.length == Long.BYTES) {
      for (var ping : upTo(ByteBuffer.wrap(payload).getLong())) {
        roundTrip = now - ping.sentAt();
        ping.answered(roundTrip);
      }
    }
  }

  private List<Ping> upTo(long number) {
    lock.lock();
    try {
      var answered = new ArrayList<Ping>();
      if (number <= last) {
        while (!unanswered.isEmpty() && unanswered.element().number() <= number) {
          answered.add(unanswered.remove());
        }
      }
      return answered;
    } finally {
      lock.unlock();
    }
  }

  /// No answer will come any more.
  void end() {
    lock.lock();
    List<Ping> left;
    try {
      over = true;
      left = List.copyOf(unanswered);
      unanswered.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(ping -> ping.answered(NEVER));
  }

  Optional<Duration> roundTrip() {
    long nanos = roundTrip;
    return nanos == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }
}
