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

  Offered offer(T element);

  /// Takes the first element; `null` if there is none.
  @Nullable T poll();

  /// Whether an offer would not find it full.
  boolean hasRoom();

  /// Whether a poll would find an element.
  boolean hasElement();

  /// Lets nothing in any more.
  void close();

  /// Whether it is closed and everything that was in it has been taken.
  boolean isDrained();

  /// How many elements were put in.
  long put();

  /// How many elements were taken out, by whomever.
  long taken();
}
