package dev.treadle.channel;

import dev.treadle.Waiter;
import dev.treadle.channel.Buffer.Offered;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
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

  /// Up to such a capacity two that take turns meet at every element. With more it is better to
  /// sleep until a few have gathered.
  private static final int FEW = 4;

  /// How often to look without giving way to others.
  private static final int SPINS = 64;

  private final String flavour;
  private final Buffer<T> buffer;
  private final Line<T> waitingReceivers = new Line<>(new Description("an element of ", this));
  private final Line<T> waitingSenders = new Line<>(new Description("room in ", this));
  private final Spin spin = new Spin();
  private final boolean holdsFew;
  private volatile @Nullable Closing closing;

  private BufferedChannel(String flavour, ChannelSettings<T> settings, int ring, int shelf) {
    super(settings);
    this.flavour = flavour;
    this.holdsFew = ring > 0 && ring <= FEW;
    this.buffer = ring > 0 ? new Ring<>(ring, this) : new Shelf<>(shelf, this);
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
    Objects.requireNonNull(element, "element");
    Waiter.checkCancelled();
    if (offer(element, null) != Offered.IN) {
      sendInLine(element);
    }
  }

  private void sendInLine(T element) {
    var offered = Offered.FULL;
    int losses = 0;
    for (int looks = 1; offered == Offered.FULL; looks++) {
      var place = new Place<T>(new Waiter<>(waitingSenders), losses);
      joinSenders(place);
      try {
        offered = offer(element, place);
        if (offered == Offered.FULL && awaitRoom(place)) {
          lookOut(place);
          place.waiter.await();
          losses++;
          offered = offer(element, place);
        }
      } finally {
        leaveSenders(place);
      }
      pause(looks - losses);
    }
    if (offered == Offered.CLOSED) {
      throw closing().toSender(this);
    }
  }

  @Override
  Offered offer(T element, @Nullable Place<T> as) {
    if (waitingSenders.admits(as)) {
      return buffer.offer(element);
    }
    return isClosed() ? Offered.CLOSED : Offered.FULL;
  }

  @Override
  void joinSenders(Place<T> place) {
    waitingSenders.join(place);
  }

  @Override
  boolean awaitRoom(Place<T> place) {
    // Behind somebody whose turn is due one waits even if there is room: it wakes the next.
    return !waitingSenders.admits(place) || buffer.awaitRoom();
  }

  @Override
  void leaveSenders(Place<T> place) {
    waitingSenders.leave(place);
    if (waitingSenders.isUnattended() && !buffer.awaitRoom()) {
      waitingSenders.wakeNext();
    }
  }

  /// There is room, and it was awaited.
  void careForSenders() {
    buffer.unawaitRoom();
    waitingSenders.wakeNext();
  }

  // --- Receiving

  @Override
  @Nullable T take() {
    Waiter.checkCancelled();
    var element = poll(null);
    return element == null ? takeInLine() : element;
  }

  private @Nullable T takeInLine() {
    T element = null;
    boolean over = false;
    int losses = 0;
    for (int looks = 1; element == null && !over; looks++) {
      var place = new Place<T>(new Waiter<>(waitingReceivers), losses);
      joinReceivers(place);
      try {
        over = isOver(); // before it is found empty
        element = poll(place);
        if (element == null && !over && awaitElement(place)) {
          lookOut(place);
          place.waiter.await();
          losses++;
          over = isOver();
          element = poll(place);
        }
      } finally {
        leaveReceivers(place);
      }
      pause(looks - losses);
    }
    return element;
  }

  @Override
  @Nullable T poll(@Nullable Place<T> as) {
    return waitingReceivers.admits(as) ? buffer.poll() : null;
  }

  @Override
  void joinReceivers(Place<T> place) {
    waitingReceivers.join(place);
  }

  @Override
  boolean awaitElement(Place<T> place) {
    return !waitingReceivers.admits(place) || buffer.awaitElement();
  }

  @Override
  void leaveReceivers(Place<T> place) {
    waitingReceivers.leave(place);
    if (waitingReceivers.isUnattended() && !buffer.awaitElement()) {
      waitingReceivers.wakeNext();
    }
  }

  /// There is an element, and it was awaited.
  void careForReceivers() {
    buffer.unawaitElement();
    waitingReceivers.wakeNext();
  }

  private void lookOut(Place<T> place) {
    if (holdsFew) {
      spin.lookOut(place.waiter);
    }
  }

  /// Somebody has the next element or room in its hands and is about to let go of it: a matter of
  /// nanoseconds, unless the system took its processor away.
  static void pause(int looksWithoutWait) {
    if (looksWithoutWait > SPINS) {
      Thread.yield();
    } else if (looksWithoutWait > 1) {
      Thread.onSpinWait();
    }
  }

  // --- The end

  @Override
  void end(Closing end) {
    boolean first = becomes(end);
    buffer.close(); // also for who comes second: when its call returns, the channel is closed
    if (!first) {
      return;
    }
    if (end.drops()) {
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

  /// Drops what nobody received, and also what is just being put in.
  private void dropAll() {
    for (int looks = 1; !buffer.isDrained(); looks++) {
      var element = buffer.poll();
      if (element != null) {
        undelivered(element);
        looks = 0;
      }
      pause(looks);
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
