package dev.treadle.channel;

import dev.treadle.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far one subscription of a [Broadcast] has come; guarded by its lock.
///
/// Apart from its [Subscription], so that one that nobody closes can become unreachable and be
/// reported.
final class Reader<T> {

  /// How an attempt ended that did not end with an element.
  private enum Attempt {
    MUST_WAIT,
    ENDED,
    CLOSED,
    LAGGED
  }

  private final Broadcast<T> broadcast;
  private final Lag lag;
  private final Turns receivers;

  /// The number of the next element.
  private long position;

  private long received;
  private long missed;
  private boolean isOver;

  Reader(Broadcast<T> broadcast, Lag lag, long position) {
    this.broadcast = broadcast;
    this.lag = lag;
    this.position = position;
    receivers = new Turns(broadcast.lock, "receive from " + broadcast, this::hasNews);
  }

  // --- With the lock

  private boolean hasNews() {
    return isOver || broadcast.isClosed || position < broadcast.tape.end();
  }

  /// Whether senders wait for it.
  boolean isHolder() {
    return lag == Lag.WAIT;
  }

  @Nullable Turn nextReceiver() {
    return receivers.next();
  }

  private Object next(@Nullable Turn turn) {
    if (isOver) {
      receivers.went(turn);
      return lag == Lag.FAIL && missed > 0 ? Attempt.LAGGED : Attempt.CLOSED;
    }
    boolean isAtEnd = position == broadcast.tape.end();
    if (!isAtEnd && receivers.lets(turn)) {
      receivers.went(turn);
      return read();
    }
    if (isAtEnd && broadcast.isClosed) {
      receivers.went(turn);
      return Attempt.ENDED;
    }
    if (turn != null) {
      receivers.enter(turn);
    }
    return Attempt.MUST_WAIT;
  }

  private Object read() {
    long lost = Math.max(0, broadcast.tape.oldest() - position);
    missed += lost;
    position += lost;
    if (lost > 0 && lag == Lag.FAIL) {
      end();
      return Attempt.LAGGED;
    }
    received++;
    return broadcast.tape.read(position++, isHolder());
  }

  private void end() {
    isOver = true;
    broadcast.forget(this);
    var tape = broadcast.tape;
    for (long n = Math.max(position, tape.oldest()); n < tape.end(); n++) {
      tape.release(n, isHolder());
    }
  }

  // --- Without the lock

  /// Receives the next element, waiting for it.
  ///
  /// @return the element; `null` if the broadcast is closed and all has been received
  @Nullable T receive() {
    Waiter.checkCancelled();
    var ended = attempt(null);
    if (ended == Attempt.MUST_WAIT) {
      var turn = receivers.turn();
      for (ended = attempt(turn); ended == Attempt.MUST_WAIT; ended = attempt(turn)) {
        receivers.await(turn);
      }
    }
    return ended == Attempt.ENDED ? null : element(ended);
  }

  /// Receives the next element if there is one, else returns `null`.
  @Nullable T tryReceive() {
    var ended = attempt(null);
    if (ended == Attempt.ENDED) {
      throw ended();
    }
    return ended == Attempt.MUST_WAIT ? null : element(ended);
  }

  @SuppressWarnings("unchecked") // the attempt ended with an element
  private T element(Object ended) {
    return (T) ended;
  }

  /// Returns the next element or how else it ended. Gets in line if it must wait and has a turn.
  private Object attempt(@Nullable Turn turn) {
    Object ended;
    Turn receiver;
    List<Turn> sender;
    broadcast.lock.lock();
    try {
      ended = next(turn);
      receiver = receivers.next();
      sender = broadcast.nextSender();
    } finally {
      broadcast.lock.unlock();
    }
    receivers.wake(receiver);
    Broadcast.wake(sender);
    if (ended == Attempt.CLOSED) {
      throw new ChannelClosedException(
          "the subscription to " + broadcast + " is closed: receive before closing it", null);
    }
    if (ended == Attempt.LAGGED) {
      throw lagged();
    }
    return ended;
  }

  private LagException lagged() {
    return new LagException(
        "the subscription to %s is over: it missed %d elements, because it was more than %d behind"
            .formatted(broadcast, missed, broadcast.capacity()),
        missed);
  }

  ChannelClosedException ended() {
    return broadcast.closed("all that was sent has been received");
  }

  /// Whether iterations just end, once all has been received.
  boolean endsOrderly() {
    return broadcast.causeOfEnd() == null;
  }

  void close() {
    Turn receiver;
    List<Turn> sender;
    broadcast.lock.lock();
    try {
      if (isOver) {
        return;
      }
      end();
      receiver = receivers.next();
      sender = broadcast.nextSender();
    } finally {
      broadcast.lock.unlock();
    }
    receivers.wake(receiver);
    Broadcast.wake(sender);
  }

  Subscription.Statistics statistics() {
    broadcast.lock.lock();
    try {
      long behind = isOver ? 0 : broadcast.tape.end() - position;
      return new Subscription.Statistics(behind, receivers.size(), received, missed);
    } finally {
      broadcast.lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "subscription to " + broadcast;
  }
}
