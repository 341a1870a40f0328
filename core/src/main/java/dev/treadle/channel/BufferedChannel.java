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
    }
  }

  private void sendInLine(T element) {
    var offered = Offered.FULL;
    for (int losses = 0; offered == Offered.FULL; losses++) {
      var place = new Place<T>(new Waiter<>(waitingSenders), losses);
      joinSenders(place);
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
  }

  @Override
  Offered offer(T element, @Nullable Place<T> as) {
    if (!waitingSenders.admits(as)) {
      return isClosed() ? Offered.CLOSED : Offered.FULL;
    }
    var offered = buffer.offer(element);
    if (offered == Offered.IN && waitingReceivers.needsCare()) {
      careForReceivers();
    }
    return offered;
  }

  @Override
  void joinSenders(Place<T> place) {
    waitingSenders.join(place);
  }

  @Override
  void leaveSenders(Place<T> place) {
    waitingSenders.leave(place);
    if (waitingSenders.needsCare() && (buffer.hasRoom() || isClosed())) {
      waitingSenders.wakeNext();
    }
  }

  // --- Receiving

  @Override
  @Nullable T take() {
    checkCancelled();
    var element = poll(null);
    return element == null ? takeInLine() : element;
  }

  private @Nullable T takeInLine() {
    T element = null;
    boolean over = false;
    for (int losses = 0; element == null && !over; losses++) {
      var place = new Place<T>(new Waiter<>(waitingReceivers), losses);
      joinReceivers(place);
      try {
        over = isOver(); // before it is found empty
        element = poll(place);
        if (element == null && !over) {
          place.waiter.await();
          over = isOver();
          element = poll(place);
        }
      } finally {
        leaveReceivers(place);
      }
    }
    return element;
  }

  @Override
  @Nullable T poll(@Nullable Place<T> as) {
    if (!waitingReceivers.admits(as)) {
      return null;
    }
    var element = buffer.poll();
    if (element != null && waitingSenders.needsCare()) {
      waitingSenders.wakeNext();
    }
    return element;
  }

  @Override
  void joinReceivers(Place<T> place) {
    waitingReceivers.join(place);
  }

  @Override
  void leaveReceivers(Place<T> place) {
    waitingReceivers.leave(place);
    if (waitingReceivers.needsCare() && (buffer.hasElement() || isOver())) {
      careForReceivers();
    }
  }

  /// There is something for receivers.
  private void careForReceivers() {
    var end = closing;
    if (end != null && end.drops()) {
      // An element got in before the end, but was not there yet when everything was dropped.
      dropAll();
    } else {
      waitingReceivers.wakeNext();
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
