package dev.treadle.channel;

import dev.treadle.Cancelled;

/// What a sender sees of a channel.
///
/// May be used by any number of threads, at any time.
///
/// {@snippet class=dev.treadle.channel.ChannelSnippets region=send lang=java}
///
/// @param <T> the elements
/// @see ReceiveChannel
public sealed interface SendChannel<T> extends AutoCloseable permits Channel, Sender {

  /// Sends an element, waiting for room if there is none.
  ///
  /// When this returns, the channel has the element; when it throws, the channel does not have it
  /// and never will. Elements of one sender arrive in the order in which it sent them.
  ///
  /// @throws ChannelClosedException if the channel is closed, or is closed while this waits
  /// @throws Cancelled if the calling task is cancelled
  void send(T element);

  /// Sends an element if that is possible without waiting, and returns whether it was.
  ///
  /// @throws ChannelClosedException if the channel is closed
  boolean trySend(T element);

  /// Says that no more elements will come. Those that were sent can still be received; who waits to
  /// send gets an error. Never waits. Closing again does nothing.
  @Override
  void close();

  /// Says that no more elements will come, and why. Receivers first get what was sent, then a
  /// [ChannelClosedException] with this cause. Never waits; does nothing if the channel is closed.
  void closeWith(Throwable cause);

  /// Returns whether sending is over: closed, cancelled, or nobody receives any more.
  boolean isClosed();
}
