package dev.treadle.sync;

/// What somebody has acquired and must give back: a mutex, or permits.
///
/// A token belongs to the task that acquired it, its holder. A holder that ends without closing its
/// token is an error, told to those who wait for what it held; closing the token late mends that.
/// Who hands a token to another task has that task [adopt][#adopt()] it:
///
/// {@snippet class=dev.treadle.sync.TokenSnippets region=adopt lang=java}
public interface Token extends AutoCloseable {

  /// Gives it back. Any thread may do so, also one that is cancelled; more than once is as good as
  /// once. Never waits and never throws.
  @Override
  void close();

  /// Takes it over: the calling task is the holder from now on. For whoever was handed a token by
  /// another task, which may end then.
  ///
  /// @return the token to close instead of this one, which is of no effect any more
  /// @throws IllegalStateException if it was closed, or taken over already
  Token adopt();
}
