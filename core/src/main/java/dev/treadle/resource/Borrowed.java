package dev.treadle.resource;

/// An item of a [Pool] in the hands of a task, which gives it back by closing this.
///
/// It belongs to the task that acquired it, its holder. A holder that ends without giving it back
/// is reported, and the pool closes the item, because nobody knows in which state it is.
///
/// {@snippet class=dev.treadle.resource.PoolSnippets region=adopt lang=java}
///
/// @param <T> the item
public sealed interface Borrowed<T> extends Opened<T> permits Lease {

  /// Returns the item.
  ///
  /// @throws IllegalStateException if it was given back, taken over, or taken away: because its
  ///   holder has ended, or the pool was closed by force
  @Override
  T value();

  /// Says that the item is of no use any more: when it is given back, the pool closes it instead of
  /// lending it again. May be called by any thread, any number of times.
  void discard();

  /// Takes it over: the calling task is the holder from now on. For whoever was handed it by
  /// another task, which may end then.
  ///
  /// @return what to close instead of this one, which is of no effect any more
  /// @throws IllegalStateException if it was given back, taken over, or taken away
  Borrowed<T> adopt();

  /// Gives the item back. Any thread may do so, also one that is cancelled; more than once is as
  /// good as once. Never waits and never throws: if the item has to be closed, that happens in a
  /// thread of the pool's.
  @Override
  void close();
}
