package dev.treadle.http.websocket;

import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The pings of this end that wait for an answer. A pong answers the ping whose payload it has, and
/// those before it.
final class Pings {

  private final World world;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final ArrayDeque<Ping> unanswered = new ArrayDeque<>();
  private long last;
  private boolean over;

  private volatile long roundTrip = -1;

  Pings(World world) {
    this.world = world;
  }

  /// One ping.
  ///
  /// @param answer woken with how long it took in nanoseconds, or with the end; `null` if nobody
  ///   waits
  record Ping(byte[] payload, long sentAt, @Nullable Waiter<Object> answer) {}

  /// Returns the next ping.
  ///
  /// @param awaited whether the calling thread waits for its answer
  Ping next(boolean awaited) {
    lock.lock();
    try {
      var payload = ByteBuffer.allocate(Long.BYTES).putLong(++last).array();
      var answer = awaited ? new Waiter<Object>("pong") : null;
      var ping = new Ping(payload, world.nanoTime(), answer);
      if (!over) {
        unanswered.add(ping);
      } else if (answer != null) {
        answer.wake(Boolean.FALSE);
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
    for (var ping : upTo(payload)) {
      roundTrip = now - ping.sentAt();
      wake(ping, roundTrip);
    }
  }

  private List<Ping> upTo(byte[] payload) {
    lock.lock();
    try {
      var answered = new ArrayList<Ping>();
      if (unanswered.stream().anyMatch(ping -> Arrays.equals(ping.payload(), payload))) {
        Ping ping;
        do {
          ping = unanswered.remove();
          answered.add(ping);
        } while (!Arrays.equals(ping.payload(), payload));
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
    left.forEach(ping -> wake(ping, Boolean.FALSE));
  }

  private static void wake(Ping ping, Object with) {
    if (ping.answer() != null) {
      ping.answer().wake(with);
    }
  }

  /// Whether somebody waits for an answer.
  boolean areAwaited() {
    lock.lock();
    try {
      return unanswered.stream().anyMatch(ping -> ping.answer() != null);
    } finally {
      lock.unlock();
    }
  }

  Optional<Duration> roundTrip() {
    long nanos = roundTrip;
    return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }
}
