package dev.treadle.channel;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import dev.treadle.channel.Buffer.Offered;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A channel without room: elements pass from hand to hand, in the order of arrival.
///
/// Who comes and finds a partner in line takes it out under the lock, and outside the lock wakes it
/// with the element, or for it. Only if that succeeds has anything happened: a partner that gave up
/// meanwhile is as if it had never been there.
final class RendezvousChannel<T> extends Channel<T> {

  /// What waiters are woken with at the end.
  private static final Object ENDED = "ended";

  private static final int LOCK_SPINS = 32;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Object sending = new Description("a receiver of ", this);
  private final Object receiving = new Description("an element of ", this);
  private final ReentrantLock lock = new ReentrantLock();
  private final long number = NUMBERS.getAndIncrement();
  private final Spin spin = new Spin();

  // Guarded by the lock, as is the rest. One of the two is empty, but for places of one select.
  private final Places<T> senders = new Places<>();
  private final Places<T> receivers = new Places<>();
  private long met;
  private volatile @Nullable Closing closing;

  RendezvousChannel(ChannelSettings<T> settings) {
    super(settings);
  }

  // --- Sending

  @Override
  public void send(T element) {
    Objects.requireNonNull(element, "element");
    Waiter.checkCancelled();
    while (true) {
      Place<T> mine = null;
      Place<T> receiver;
      lock();
      try {
        receiver = pollMet(receivers);
        if (receiver == null) {
          requireOpen();
          mine = new Place<>(new Waiter<>(sending), element);
          senders.addLast(mine);
        }
      } finally {
        unlock();
      }
      if (mine != null) {
        awaitReceiver(mine);
        return;
      }
      if (receiver != null && gives(receiver, element)) {
        return;
      }
    }
  }

  private void awaitReceiver(Place<T> mine) {
    if (!await(mine, senders)) {
      throw closing().toSender(this);
    }
  }

  @Override
  Offered offer(T element, @Nullable Place<T> as) {
    for (var receiver = next(receivers); receiver != null; receiver = next(receivers)) {
      if (gives(receiver, element)) {
        return Offered.IN;
      }
    }
    return isClosed() ? Offered.CLOSED : Offered.FULL;
  }

  private boolean gives(Place<T> receiver, T element) {
    return receiver.give(element) || missed();
  }

  @Override
  void joinSenders(Place<T> place) {
    join(place, senders);
  }

  @Override
  boolean awaitRoom(Place<T> place) {
    return true;
  }

  @Override
  void leaveSenders(Place<T> place) {
    leave(place, senders);
  }

  // --- Receiving

  @Override
  @Nullable T take() {
    Waiter.checkCancelled();
    while (true) {
      Place<T> mine = null;
      Place<T> sender;
      lock();
      try {
        sender = pollMet(senders);
        if (sender == null) {
          if (isClosed()) {
            return null;
          }
          mine = new Place<>(new Waiter<>(receiving), 0);
          receivers.addLast(mine);
        }
      } finally {
        unlock();
      }
      if (mine != null) {
        return await(mine, receivers) ? mine.element : null;
      }
      if (sender != null && takes(sender)) {
        return sender.element;
      }
    }
  }

  @Override
  @Nullable T poll(@Nullable Place<T> as) {
    for (var sender = next(senders); sender != null; sender = next(senders)) {
      if (takes(sender)) {
        return sender.element;
      }
    }
    return null;
  }

  private boolean takes(Place<T> sender) {
    return sender.waiter.wake(sender) || missed();
  }

  @Override
  void joinReceivers(Place<T> place) {
    join(place, receivers);
  }

  @Override
  boolean awaitElement(Place<T> place) {
    return true;
  }

  @Override
  void leaveReceivers(Place<T> place) {
    leave(place, receivers);
  }

  // --- Meeting

  private @Nullable Place<T> next(Places<T> line) {
    lock();
    try {
      return pollMet(line);
    } finally {
      unlock();
    }
  }

  /// Takes out the first in line, to be met outside the lock.
  private @Nullable Place<T> pollMet(Places<T> line) {
    var place = line.poll();
    if (place != null) {
      met++;
    }
    return place;
  }

  /// Who was taken out of the line had given up. Always `false`.
  private boolean missed() {
    lock();
    try {
      met--;
    } finally {
      unlock();
    }
    return false;
  }

  /// Waits to be met, and returns whether that happened before the end.
  private boolean await(Place<T> mine, Places<T> line) {
    // Behind others it would look out for those who come for them. It may be wrong about that.
    if (mine.previous == null) {
      spin.lookOut(mine.waiter);
    }
    try {
      return mine.waiter.await() == mine;
    } catch (Cancelled cancelled) {
      leave(mine, line);
      throw cancelled;
    }
  }

  private void join(Place<T> place, Places<T> line) {
    lock();
    try {
      line.addLast(place);
    } finally {
      unlock();
    }
  }

  private void leave(Place<T> place, Places<T> line) {
    lock();
    try {
      line.remove(place);
    } finally {
      unlock();
    }
  }

  /// A place in the order in which several of these are locked together.
  long number() {
    return number;
  }

  /// Nobody meets here until [#unlock()]; the thread itself may.
  void lock() {
    // It is held for a few nanoseconds; to park for it would cost a hundred times as much.
    for (int i = 0; i < LOCK_SPINS; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  // --- The end

  @Override
  void end(Closing end) {
    List<Place<T>> all;
    lock();
    try {
      if (closing != null && (closing.drops() || !end.drops())) {
        return;
      }
      closing = end;
      all = new ArrayList<>(senders.clear());
      all.addAll(receivers.clear());
    } finally {
      unlock();
    }
    for (var place : all) {
      place.waiter.wake(ENDED);
    }
  }

  @Override
  @Nullable Closing closingOrNull() {
    return closing;
  }

  @Override
  boolean isOver() {
    return isClosed();
  }

  // --- Looking at it

  @Override
  public ChannelStatistics statistics() {
    lock();
    try {
      return new ChannelStatistics(0, senders.size(), receivers.size(), met, met, 0);
    } finally {
      unlock();
    }
  }

  @Override
  String flavour() {
    return "rendezvous";
  }
}
