package dev.treadle.channel;

import java.util.concurrent.atomic.AtomicBoolean;

/// An end of a channel to send into, one of several: when the last of them closes, the channel
/// closes.
///
/// Give each task that sends an end of its own, in a `try` block. Receivers then see the end of the
/// channel when all senders are done, whichever is the last and however they end.
///
/// {@snippet class=dev.treadle.channel.ChannelSnippets region=share lang=java}
///
/// @param <T> the elements
/// @see Channel#sender()
public final class Sender<T> implements SendChannel<T> {

  private final Channel<T> channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  Sender(Channel<T> channel) {
    this.channel = channel;
  }

  /// Returns one more end of the same channel, which is to be closed by itself.
  ///
  /// @throws ChannelClosedException if this end is closed
  public Sender<T> share() {
    if (closed.get() || !channel.senders().shared()) {
      throw closedHere();
    }
    return new Sender<>(channel);
  }

  /// {@inheritDoc}
  ///
  /// @throws ChannelClosedException also if this end is closed
  @Override
  public void send(T element) {
    openChannel().send(element);
  }

  /// {@inheritDoc}
  ///
  /// @throws ChannelClosedException also if this end is closed
  @Override
  public boolean trySend(T element) {
    return openChannel().trySend(element);
  }

  /// Closes this end; if it is the last one, the channel. Never waits. Closing again does nothing:
  /// it counts once.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && channel.senders().closed()) {
      channel.close();
    }
  }

  /// Closes this end *and* the channel, other ends or not: something went wrong, and receivers are
  /// to know.
  @Override
  public void closeWith(Throwable cause) {
    channel.closeWith(cause);
    close();
  }

  /// Returns whether this end or the channel is closed.
  @Override
  public boolean isClosed() {
    return closed.get() || channel.isClosed();
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
    return "sender of " + channel;
  }
}
