package dev.treadle;

import java.util.Objects;
import java.util.Optional;

/// A block of code that can be cancelled as a whole, with a deadline that can be read and moved.
///
/// Every task is one, so is every group and every block with a timeout; [#run(Each)] makes one by
/// itself. Cancelling a scope makes every wait inside throw [Cancelled], in all tasks that were
/// started inside, and ends with the block that made the scope.
///
/// {@snippet class=dev.treadle.CancelScopeSnippets region=run lang=java}
///
/// @see Treadle#timeout for a block that must end in time
/// @see Treadle#moveOnAfter for one that may be given up
public interface CancelScope {

  /// Runs a block in a scope of its own.
  ///
  /// @return whether the block ran to its end: `false` if the scope was cancelled and a wait inside
  ///   said so
  /// @throws X what the block throws
  /// @throws Cancelled if a scope around this one is cancelled
  static <X extends Exception> boolean run(Each<? super CancelScope, X> body) throws X {
    Objects.requireNonNull(body, "body");
    return Blocks.cancellable(
        scope -> {
          body.accept(scope);
          return Boolean.TRUE;
        },
        Boolean.FALSE);
  }

  /// Runs a block in a scope of its own and returns its value.
  ///
  /// @return the block's value, or nothing if the scope was cancelled and a wait inside said so
  /// @throws X what the block throws
  /// @throws Cancelled if a scope around this one is cancelled
  /// @throws NullPointerException if the block returns `null`
  static <T, X extends Exception> Optional<T> call(Step<? super CancelScope, T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    return Blocks.cancellable(scope -> Optional.of(body.apply(scope)), Optional.empty());
  }

  /// Returns the innermost scope around the calling code.
  ///
  /// @throws IllegalStateException if the calling thread runs no task and is in no block of ours
  static CancelScope current() {
    var strand = Strand.currentOrNull();
    if (strand == null) {
      throw new IllegalStateException(
          "no scope here: expected code inside a task or a block such as timeout(), found "
              + Thread.currentThread());
    }
    return strand.innermost().asSeen();
  }

  /// Cancels everything inside this scope. Never waits; a scope that is cancelled or has ended
  /// stays as it is.
  ///
  /// @param reason why, for a person who reads it in a log
  void cancel(String reason);

  /// Returns the deadline of this scope, or the earliest of the scopes around it if that comes
  /// first. In a shield the scopes outside count with the shield's grace added.
  Deadline deadline();

  /// Moves this scope's own deadline. One that has passed cancels the scope at once.
  ///
  /// A deadline that has fired stays fired.
  void deadline(Deadline deadline);

  /// Returns whether waits inside this scope throw: it or a scope around it, up to a shield, is
  /// cancelled.
  boolean isCancelled();

  /// Returns the request to stop softly that reaches this scope from [TaskGroup#cancel(String,
  /// Duration)].
  StopSignal stopping();
}
