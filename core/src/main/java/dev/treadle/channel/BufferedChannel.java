package dev.treadle.channel;

import dev.treadle.Waiter;
import dev.treadle.channel.Buffer.Offered;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A channel with a buffer: who finds nothing in it waits in a [Line], and so does who finds it
/// full.
final class BufferedChannel<T> extends Channel<T> {

  private static final VarHandle CLOSING;

  static {
    try {
      CLOSING =
          MethodHandles.lookup().findVarHandle(BufferedChannel.class, "closing", Closing.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String flavour;
  private final Buffer<T> buffer;
  private final Line<T> waitingReceivers = new Line<>(Description.of("an element of ", this));
  private final Line<T> waitingSenders = new Line<>(Description.of("room in ", this));
  private volatile @Nullable Closing closing;

  private BufferedChannel(String flavour, ChannelSettings<T> settings, int ring, int shelf) {
    super(settings);
    this.flavour = flavour;
    this.buffer = ring > 0 ? new Ring<>(ring) : new Shelf<>(shelf, this);
  }

  static <T> BufferedChannel<T> ring(int capacity, ChannelSettings<T> settings) {
    return new BufferedChannel<>("buffered " + capacity, settings, capacity, 0);
  }

  static <T> BufferedChannel<T> unbounded(ChannelSettings<T> settings) {
    return new BufferedChannel<>("unbounded", settings, 0, Shelf.UNLIMITED);
  }

  static <T> BufferedChannel<T> dropOldest(
      int capacity, String flavour, ChannelSettings<T> settings) {
    return new BufferedChannel<>(flavour, settings, 0, capacity);
  }

  // --- Sending

  @Override
  public void send(T element) {
    requireElement(element);
    checkCancelled();
    if (offer(element, null) != Offered.IN) {
      sendInLine(element);
    } else if (waitingReceivers.needsCare()) {
      careForReceivers();
    }
  }

  @Override
  public boolean trySend(T element) {
    var offered = offer(requireElement(element), null);
    if (offered == Offered.CLOSED) {
      throw closing().toSender(this);
    }
    if (offered == Offered.IN && waitingReceivers.needsCare()) {
      careForReceivers();
    }
    return offered == Offered.IN;
  }

  private void sendInLine(T element) {
    var offered = Offered.FULL;
    for (int losses = 0; offered == Offered.FULL; losses++) {
      var place = new Place<T>(new Waiter<>(waitingSenders), losses);
      waitingSenders.join(place);
      try {
        offered = offer(element, place);
        if (offered == Offered.FULL) {
          place.waiter.await();
          offered = offer(element, place);
        }
      } finally {
        leaveSenders(place);
      }
    }
    if (offered == Offered.CLOSED) {
      throw closing().toSender(this);
    }
    if (waitingReceivers.needsCare()) {
      careForReceivers();
    }
  }

  /// Offers an element, unless somebody else's turn is due.
  Offered offer(T element, @Nullable Place<T> as) {
    if (waitingSenders.admits(as)) {
      return buffer.offer(element);
    }
    return isClosed() ? Offered.CLOSED : Offered.FULL;
  }

  void leaveSenders(Place<T> place) {
    waitingSenders.leave(place);
    if (waitingSenders.needsCare() && (buffer.hasRoom() || isClosed())) {
      waitingSenders.wakeNext();
    }
  }

  /// Something was sent.
  void careForReceivers() {
    var closing = this.closing;
    if (closing != null && closing.drops()) {
      // It got in before the end, but nobody saw it when everything was dropped.
      dropAll();
    } else {
      waitingReceivers.wakeNext();
    }
  }

  // --- Receiving

  @Override
  @Nullable T take() {
    checkCancelled();
    var element = poll(null);
    if (element == null) {
      return takeInLine();
    }
    if (waitingSenders.needsCare()) {
      waitingSenders.wakeNext();
    }
    return element;
  }

  @Override
  public @Nullable T tryReceive() {
    boolean over = isOver();
    var element = poll(null);
    if (element != null) {
      if (waitingSenders.needsCare()) {
        waitingSenders.wakeNext();
      }
    } else if (over) {
      throw closing().toReceiver(this);
    }
    return element;
  }

  private @Nullable T takeInLine() {
    T element = null;
    for (int losses = 0; element == null; losses++) {
      var place = new Place<T>(new Waiter<>(waitingReceivers), losses);
      waitingReceivers.join(place);
      boolean over;
      try {
        over = isOver();
        element = poll(place);
        if (element == null && !over) {
          place.waiter.await();
          over = isOver();
          element = poll(place);
        }
      } finally {
        leaveReceivers(place);
      }
      if (element == null && over) {
        return null;
      }
    }
    if (waitingSenders.needsCare()) {
      waitingSenders.wakeNext();
    }
    return element;
  }

  /// Takes the first element, unless somebody else's turn is due.
  @Nullable T poll(@Nullable Place<T> as) {
    return waitingReceivers.admits(as) ? buffer.poll() : null;
  }

  void leaveReceivers(Place<T> place) {
    waitingReceivers.leave(place);
    if (waitingReceivers.needsCare() && (buffer.hasElement() || isOver())) {
      careForReceivers();
    }
  }

  // --- The end

  @Override
  void end(Closing end) {
    if (!becomes(end)) {
      return;
    }
    buffer.close();
    if (end.drops()) {
      // Who is about to put something in either does so before we look, or sees the alarm.
      waitingReceivers.alarm();
      dropAll();
    }
    waitingReceivers.wakeAll();
    waitingSenders.wakeAll();
  }

  /// What drops elements may follow what does not.
  private boolean becomes(Closing end) {
    var before = closing;
    while (before == null || (end.drops() && !before.drops())) {
      var seen = (Closing) CLOSING.compareAndExchange(this, before, end);
      if (seen == before) {
        return true;
      }
      before = seen;
    }
    return false;
  }

  private void dropAll() {
    for (var element = buffer.poll(); element != null; element = buffer.poll()) {
      undelivered(element);
    }
  }

  @Override
  @Nullable Closing closingOrNull() {
    return closing;
  }

  @Override
  boolean isOver() {
    var end = closing;
    return end != null && (end.drops() || buffer.isDrained());
  }

  // --- Looking at it

  @Override
  public ChannelStatistics statistics() {
    long undelivered = undeliveredCount();
    long taken = buffer.taken();
    long put = Math.max(taken, buffer.put());
    return new ChannelStatistics(
        put - taken,
        waitingSenders.waiting(),
        waitingReceivers.waiting(),
        put,
        Math.max(0, taken - undelivered),
        undelivered);
  }

  @Override
  String flavour() {
    return flavour;
  }
}
