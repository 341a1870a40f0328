package dev.treadle.channel;

import org.jspecify.annotations.Nullable;

/// Where elements are between sender and receiver, in order. Nothing here waits; who waits for a
/// buffer, and who wakes it, is [BufferedChannel]'s affair.
///
/// Every operation is one atomic step. An element that is being put in counts as sent, but can be
/// taken only when that is finished; room that is being freed counts as taken.
sealed interface Buffer<T> permits Ring, Shelf {

  /// What became of an element that was offered.
  enum Offered {
    IN,
    FULL,
    CLOSED
  }

  /// Puts an element in, if there is room. If one was awaited, its channel is told.
  Offered offer(T element);

  /// Takes the first element; `null` if there is none. If room was awaited, its channel is told.
  @Nullable T poll();

  /// Asks to be told of the next element, by [BufferedChannel#careForReceivers()]. Returns `false`
  /// if there is no reason to wait: one is there, or on its way in, or none will come.
  boolean awaitElement();

  /// Takes back what [#awaitElement()] asked for.
  void unawaitElement();

  /// Asks to be told of the next room, by [BufferedChannel#careForSenders()]. Returns `false` if
  /// there is no reason to wait: there is room, or it is on its way, or it is closed.
  boolean awaitRoom();

  /// Takes back what [#awaitRoom()] asked for.
  void unawaitRoom();

  /// Lets nothing in any more.
  void close();

  /// Whether it is closed and everything that was in it has been taken.
  boolean isDrained();

  /// How many elements were put in.
  long put();

  /// How many elements were taken out, by whomever.
  long taken();
}
