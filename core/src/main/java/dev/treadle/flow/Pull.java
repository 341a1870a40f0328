package dev.treadle.flow;

import org.jspecify.annotations.Nullable;

/// A stage at work: whoever wants an element asks for it, and it asks the stage before.
///
/// So elements go through a row of stages by plain calls in one thread, a stage sees what the
/// stages before it throw and never what those behind it do, and whoever has enough just does not
/// ask again.
///
/// One thread at a time uses it. A stage is written so that an asker whose wait was cancelled may
/// ask again: what it had taken from the stage before and not passed on it keeps.
abstract class Pull<T> {

  /// Returns the next element, waiting for it if that must be.
  ///
  /// @return `null` at the end, and then for ever
  abstract @Nullable T next() throws Exception;

  /// Ends the work: nobody asks any more. Called once, and does not heed cancellations.
  abstract void close() throws Exception;

  /// Ends the work after something was thrown, which is to be thrown on.
  final void closeAfter(Throwable thrown) {
    try {
      close();
    } catch (Throwable another) {
      if (another != thrown) {
        thrown.addSuppressed(another);
      }
    }
  }
}
