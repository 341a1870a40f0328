package dev.treadle.channel;

import dev.treadle.Cancelled;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// What a receiver sees of a channel.
///
/// May be used by any number of threads, at any time; each element goes to one of them.
///
/// {@snippet class=dev.treadle.channel.ChannelSnippets region=iterate lang=java}
///
/// @param <T> the elements
/// @see SendChannel
public sealed interface ReceiveChannel<T> extends Iterable<T> permits Channel, Receiver {

  /// Takes the next element, waiting for one if there is none. When this throws, it took nothing.
  ///
  /// @throws ChannelClosedException if the channel is closed and all that was sent has been
  ///   received; its cause is what was given to [SendChannel#closeWith(Throwable)]
  /// @throws Cancelled if the calling task is cancelled
  T receive();

  /// Takes the next element if one is there, else returns `null`. Never waits.
  ///
  /// @throws ChannelClosedException if the channel is closed and all that was sent has been
  ///   received
  @Nullable T tryReceive();

  /// Receives until the channel is closed and empty. The loop around it throws what [#receive()]
  /// throws, except at the end that [SendChannel#close()] makes: there it just ends. Leaving it
  /// early loses no element. An iterator is for one thread.
  @Override
  Iterator<T> iterator();

  /// Ends the channel at once: elements that nobody received are dropped (see
  /// [ChannelSettings#onUndelivered()]), and everybody who waits, or comes later, gets a
  /// [ChannelClosedException]. Never waits. Does nothing the second time.
  void cancel();
}
