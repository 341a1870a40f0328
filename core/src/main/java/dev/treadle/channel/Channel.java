package dev.treadle.channel;

import dev.treadle.channel.Buffer.Offered;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Hands elements from tasks that send to tasks that receive, each to one of them.
///
/// | made by | [#send(Object)] waits | for |
/// |---|---|---|
/// | [#rendezvous()] | until a receiver has the element | tasks that work in step |
/// | [#buffered(int)] | while so many are in the buffer | nearly everything: it slows the faster side |
/// | [#unbounded()] | never | senders that must not wait, of which there are few elements |
/// | [#conflated()] | never: the newest replaces the one before | "something changed" |
/// | [#dropOldest(int)] | never: the oldest makes room | the last so many of something |
///
/// {@snippet class=dev.treadle.channel.ChannelSnippets region=channel lang=java}
///
/// Nothing is lost and nothing doubled, whatever is cancelled and whenever: a `send` that threw was
/// not delivered, a `receive` that threw took nothing. If element and cancellation come at the same
/// time, the element wins, and the cancellation strikes at the next wait. Each element that was
/// sent is received once, or goes to [ChannelSettings#onUndelivered()] once.
///
/// Elements are received in the order in which they were sent. Who waits to receive is served in
/// the order of arrival where elements are handed over ([#rendezvous()]). In the other flavours a
/// running task may be faster than one that is being woken: this is what makes them fast. A waiter
/// that was woken and found nothing is first in line again, and once that happened eight times,
/// nobody is let in before it. Senders that wait for room are treated alike.
///
/// May be used by any thread, platform threads included. Like everything that waits, a channel may
/// be part of a [Select].
///
/// @param <T> the elements
/// @see Sender a channel with several senders closes by itself if each has an end of its own
public abstract sealed class Channel<T> implements SendChannel<T>, ReceiveChannel<T>
    permits BufferedChannel, RendezvousChannel {

  private final @Nullable String name;
  private final Undelivered<T> undelivered;
  private final Ends senders = new Ends();
  private final Ends receivers = new Ends();

  Channel(ChannelSettings<T> settings) {
    this.name = settings.name();
    this.undelivered = new Undelivered<>(settings.onUndelivered());
  }

  // --- Making one

  /// Returns a channel without room: a sender waits until its element is received.
  public static <T> Channel<T> rendezvous() {
    return rendezvous(c -> c);
  }

  /// Returns a channel without room, with settings such as `c -> c.withName("turns")`.
  public static <T> Channel<T> rendezvous(UnaryOperator<ChannelSettings<T>> settings) {
    return new RendezvousChannel<>(apply(settings));
  }

  /// Returns a channel with room for so many elements; one without if that is 0.
  ///
  /// @throws IllegalArgumentException if `capacity` is negative or more than 1,073,741,824
  public static <T> Channel<T> buffered(int capacity) {
    return buffered(capacity, c -> c);
  }

  /// Returns a channel with room for so many elements, with settings such as `c ->
  /// c.withName("jobs")`.
  ///
  /// @throws IllegalArgumentException if `capacity` is negative or more than 1,073,741,824
  public static <T> Channel<T> buffered(int capacity, UnaryOperator<ChannelSettings<T>> settings) {
    requireCapacity(capacity, 0);
    var applied = apply(settings);
    return capacity == 0
        ? new RendezvousChannel<>(applied)
        : BufferedChannel.ring(capacity, applied);
  }

  /// Returns a channel with room for any number of elements. If senders are faster for long, they
  /// fill the memory; prefer [#buffered(int)].
  public static <T> Channel<T> unbounded() {
    return unbounded(c -> c);
  }

  /// Returns a channel with room for any number of elements, with settings.
  public static <T> Channel<T> unbounded(UnaryOperator<ChannelSettings<T>> settings) {
    return BufferedChannel.unbounded(apply(settings));
  }

  /// Returns a channel that holds the newest element only.
  public static <T> Channel<T> conflated() {
    return conflated(c -> c);
  }

  /// Returns a channel that holds the newest element only, with settings. An element that was
  /// replaced goes to [ChannelSettings#onUndelivered()].
  public static <T> Channel<T> conflated(UnaryOperator<ChannelSettings<T>> settings) {
    return BufferedChannel.dropOldest(1, "conflated", apply(settings));
  }

  /// Returns a channel that holds the newest elements, at most so many.
  ///
  /// @throws IllegalArgumentException if `capacity` is less than 1
  public static <T> Channel<T> dropOldest(int capacity) {
    return dropOldest(capacity, c -> c);
  }

  /// Returns a channel that holds the newest elements, at most so many, with settings. An element
  /// that made room goes to [ChannelSettings#onUndelivered()].
  ///
  /// @throws IllegalArgumentException if `capacity` is less than 1
  public static <T> Channel<T> dropOldest(
      int capacity, UnaryOperator<ChannelSettings<T>> settings) {
    requireCapacity(capacity, 1);
    return BufferedChannel.dropOldest(capacity, "drop-oldest " + capacity, apply(settings));
  }

  private static <T> ChannelSettings<T> apply(UnaryOperator<ChannelSettings<T>> settings) {
    return Objects.requireNonNull(
        Objects.requireNonNull(settings, "settings").apply(ChannelSettings.none()),
        "settings: expected the changed settings, the function returned null");
  }

  private static void requireCapacity(int capacity, int least) {
    if (capacity < least || capacity > Ring.MOST) {
      throw new IllegalArgumentException(
          "capacity: expected " + least + " to " + Ring.MOST + ", found " + capacity);
    }
  }

  // --- Sending

  @Override
  public final boolean trySend(T element) {
    return switch (offer(Objects.requireNonNull(element, "element"), null)) {
      case IN -> true;
      case FULL -> false;
      case CLOSED -> throw closing().toSender(this);
    };
  }

  /// Sends if that is possible at once. Never waits.
  ///
  /// @param as the place in the line of who sends, if it has one
  abstract Offered offer(T element, @Nullable Place<T> as);

  /// Waits for the moment at which it may be worth to offer again; in a rendezvous, for a receiver.
  abstract void joinSenders(Place<T> place);

  /// Asks to be woken for another offer. Returns `false` if there is reason to offer at once.
  abstract boolean awaitRoom(Place<T> place);

  /// Waits no longer, and passes on a wake that was meant for this place.
  abstract void leaveSenders(Place<T> place);

  // --- Receiving

  @Override
  public final T receive() {
    var element = take();
    if (element == null) {
      throw closing().toReceiver(this);
    }
    return element;
  }

  @Override
  public final @Nullable T tryReceive() {
    boolean over = isOver(); // before it is found empty
    var element = poll(null);
    if (element == null && over) {
      throw closing().toReceiver(this);
    }
    return element;
  }

  @Override
  public final Iterator<T> iterator() {
    return new Elements<>(this::takeOrNull);
  }

  /// Takes the next element; `null` if the channel has come to its orderly end.
  final @Nullable T takeOrNull() {
    var element = take();
    if (element == null && !closing().isOrderly()) {
      throw closing().toReceiver(this);
    }
    return element;
  }

  /// Takes the next element, or returns `null` if the channel is at its end.
  abstract @Nullable T take();

  /// Takes the next element if there is one. Never waits.
  ///
  /// @param as the place in the line of who receives, if it has one
  abstract @Nullable T poll(@Nullable Place<T> as);

  /// Waits for the moment at which it may be worth to poll again; in a rendezvous, for a sender.
  abstract void joinReceivers(Place<T> place);

  /// Asks to be woken for another poll. Returns `false` if there is reason to poll at once.
  abstract boolean awaitElement(Place<T> place);

  /// Waits no longer, and passes on a wake that was meant for this place.
  abstract void leaveReceivers(Place<T> place);

  // --- The end

  @Override
  public final void close() {
    end(new Closing(Closing.Manner.CLOSED, null));
  }

  @Override
  public final void closeWith(Throwable cause) {
    end(new Closing(Closing.Manner.CLOSED, Objects.requireNonNull(cause, "cause")));
  }

  @Override
  public final void cancel() {
    end(new Closing(Closing.Manner.CANCELLED, null));
  }

  /// The last receiver is gone.
  final void desert() {
    end(new Closing(Closing.Manner.DESERTED, null));
  }

  @Override
  public final boolean isClosed() {
    return closingOrNull() != null;
  }

  abstract void end(Closing closing);

  abstract @Nullable Closing closingOrNull();

  /// How it came to its end, which it has.
  final Closing closing() {
    return Objects.requireNonNull(closingOrNull());
  }

  final void undelivered(T element) {
    undelivered.accept(element, this);
  }

  final long undeliveredCount() {
    return undelivered.count();
  }

  // --- Ends

  /// Returns an end to send into, the first of several that [Sender#share()] makes: when the last
  /// of them closes, the channel closes. Who sends by the channel itself does not count.
  ///
  /// @throws ChannelClosedException if the channel is closed
  public final Sender<T> sender() {
    requireOpen();
    senders.opened();
    return new Sender<>(this);
  }

  /// Returns an end to receive from, the first of several that [Receiver#share()] makes: when the
  /// last of them closes, whoever sends gets an error. Who receives by the channel itself does not
  /// count.
  ///
  /// @throws ChannelClosedException if the channel is closed, and nothing is left to receive
  public final Receiver<T> receiver() {
    if (isOver()) {
      throw closing().toReceiver(this);
    }
    receivers.opened();
    return new Receiver<>(this);
  }

  final void requireOpen() {
    var closing = closingOrNull();
    if (closing != null) {
      throw closing.toSender(this);
    }
  }

  final Ends senders() {
    return senders;
  }

  final Ends receivers() {
    return receivers;
  }

  /// Whether nothing will be received any more.
  abstract boolean isOver();

  // --- Looking at it

  /// Returns what the channel holds and what went through it.
  public abstract ChannelStatistics statistics();

  /// What it is, without its name.
  abstract String flavour();

  @Override
  public final String toString() {
    return name == null ? flavour() + " channel" : "channel '" + name + "'";
  }
}
