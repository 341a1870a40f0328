package dev.treadle.channel;

import dev.treadle.Cancelled;
import dev.treadle.monitor.Resources;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// What one subscriber receives of a [Broadcast].
///
/// Close it when you are done, or senders may wait for it for ever. One that nobody closes is
/// reported as a leaked resource.
///
/// {@snippet class=dev.treadle.channel.BroadcastSnippets region=subscribe lang=java}
///
/// Any thread may use it. If several receive from the same subscription, each element goes to one
/// of them, and they are served in order of arrival, as is said of [WorkQueue].
///
/// @param <T> the elements
public final class Subscription<T> implements Iterable<T>, AutoCloseable {

  private final Reader<T> reader;
  private final Resources.Tracked tracked;

  Subscription(Reader<T> reader) {
    this.reader = reader;
    tracked = Resources.track(this, reader::toString);
  }

  /// Receives the next element, waiting for it.
  ///
  /// @throws LagException if this subscription has missed elements and is to fail then ([Lag#FAIL])
  /// @throws ChannelClosedException if this subscription is closed, or the broadcast is and all
  ///   that was sent has been received; its cause is what was given to
  ///   [Broadcast#closeWith(Throwable)]
  /// @throws Cancelled if the calling task is cancelled; nothing was received
  public T receive() {
    var element = reader.receive();
    if (element == null) {
      throw reader.ended();
    }
    return element;
  }

  /// Receives the next element if there is one. Never waits.
  ///
  /// @return the element; `null` if there is none, or if it is promised to tasks that have been
  ///   passed over for too long
  /// @throws LagException if this subscription has missed elements and is to fail then ([Lag#FAIL])
  /// @throws ChannelClosedException if this subscription is closed, or the broadcast is and all
  ///   that was sent has been received
  public @Nullable T tryReceive() {
    return reader.tryReceive();
  }

  /// Returns the elements that there will be: each step receives one, waiting for it, and throws
  /// what [#receive()] throws, except at the end that [Broadcast#close()] makes: there it just
  /// ends.
  ///
  /// It is `hasNext()` that receives an element, so whoever called it should go on to `next()`, as
  /// a `for` loop does.
  @Override
  public Iterator<T> iterator() {
    return new Elements<>(this::receiveUnlessOver);
  }

  private @Nullable T receiveUnlessOver() {
    var element = reader.receive();
    if (element == null && !reader.endsOrderly()) {
      throw reader.ended();
    }
    return element;
  }

  /// Returns how many elements this subscription missed before the one that was received last, in
  /// all. More than zero only with [Lag#DROP], or once it has failed.
  public long missed() {
    return statistics().missed();
  }

  /// Ends the subscription. What it has not received it will not, and senders that waited for it go
  /// on. Who waits to receive from it gets a [ChannelClosedException]. Never waits. Closing again
  /// does nothing.
  @Override
  public void close() {
    reader.close();
    tracked.close();
  }

  /// Returns what it has done so far and who waits, all of the same moment.
  public Statistics statistics() {
    return reader.statistics();
  }

  /// Returns what it is, such as `subscription to broadcast 'prices'`.
  @Override
  public String toString() {
    return reader.toString();
  }

  /// A subscription at one moment.
  ///
  /// @param behind how many elements were sent and not received, those it will miss included
  /// @param waitingReceivers how many tasks wait for an element
  /// @param received how many elements were received in all
  /// @param missed how many elements were missed before the one that was received last, in all
  public record Statistics(long behind, int waitingReceivers, long received, long missed) {}
}
