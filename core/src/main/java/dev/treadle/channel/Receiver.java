package dev.treadle.channel;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An end of a channel to receive from, one of several: when the last of them closes, nobody will
/// receive any more, and senders get an error instead of filling a channel for nobody.
///
/// Each element goes to one of the receivers.
///
/// {@snippet class=dev.treadle.channel.ChannelSnippets region=receivers lang=java}
///
/// @param <T> the elements
/// @see Channel#receiver()
public final class Receiver<T> implements ReceiveChannel<T>, AutoCloseable {

  private final Channel<T> channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  Receiver(Channel<T> channel) {
    this.channel = channel;
  }

  /// Returns one more end of the same channel, which is to be closed by itself.
  ///
  /// @throws ChannelClosedException if this end is closed
  public Receiver<T> share() {
    if (closed.get() || !channel.receivers().shared()) {
      throw closedHere();
    }
    return new Receiver<>(channel);
  }

  /// {@inheritDoc}
  ///
  /// @throws ChannelClosedException also if this end is closed
  @Override
  public T receive() {
    return openChannel().receive();
  }

  /// {@inheritDoc}
  ///
  /// @throws ChannelClosedException also if this end is closed
  @Override
  public @Nullable T tryReceive() {
    return openChannel().tryReceive();
  }

  /// {@inheritDoc}
  ///
  /// @throws ChannelClosedException if this end is closed
  @Override
  public Iterator<T> iterator() {
    return new Elements<>(() -> openChannel().takeOrNull());
  }

  /// Closes this end. If it is the last one, elements that nobody received are dropped (see
  /// [ChannelSettings#onUndelivered()]), and whoever sends gets a [ChannelClosedException]. Never
  /// waits. Closing again does nothing: it counts once.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && channel.receivers().closed()) {
      channel.desert();
    }
  }

  /// Cancels the channel, other ends or not, and closes this end.
  @Override
  public void cancel() {
    channel.cancel();
    close();
  }

  Channel<T> openChannel() {
    if (closed.get()) {
      throw closedHere();
    }
    return channel;
  }

  private ChannelClosedException closedHere() {
    return new ChannelClosedException(
        this + " is closed: expected it to be used before its close()", null);
  }

  @Override
  public String toString() {
    return "receiver of " + channel;
  }
}
