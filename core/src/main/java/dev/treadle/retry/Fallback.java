package dev.treadle.retry;

import dev.treadle.Body;
import dev.treadle.Cancelled;
import dev.treadle.Step;
import dev.treadle.Waiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs something else if a block fails.
///
/// {@snippet class=dev.treadle.retry.RetrySnippets region=fallback lang=java}
///
/// It is for exceptions: never for errors, so never for [Cancelled], and if the task is cancelled
/// by the time the block has failed, nothing else is run either.
public final class Fallback {

  private Fallback() {}

  /// Runs a block and returns its value; if it throws an exception, whatever that is, returns what
  /// the other one makes of it.
  ///
  /// @param otherwise gets the exception; if it fails too, that has the block's failure suppressed
  ///   in it
  /// @throws X what `otherwise` throws
  /// @throws Cancelled if the calling task is cancelled
  public static <T extends @Nullable Object, X extends Exception> T call(
      Body<? extends T, ?> block, Step<? super Exception, ? extends T, X> otherwise) throws X {
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(otherwise, "otherwise");
    try {
      return block.run();
    } catch (Exception failure) {
      return otherwise(failure, failure, otherwise);
    }
  }

  /// Runs a block and returns its value; if it throws an exception of a type, returns what the
  /// other one makes of it. The exception may be the cause of a [dev.treadle.TaskFailedException]
  /// or a [dev.treadle.resource.ResourceException] too.
  ///
  /// @param type of the exceptions; others are thrown on
  /// @param otherwise gets the exception; if it fails too, that has the block's failure suppressed
  ///   in it
  /// @throws X what the block throws that is of no such type, or what `otherwise` throws
  /// @throws Cancelled if the calling task is cancelled
  public static <T extends @Nullable Object, E extends Exception, X extends Exception> T on(
      Class<E> type,
      Body<? extends T, ? extends X> block,
      Step<? super E, ? extends T, ? extends X> otherwise)
      throws X {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(otherwise, "otherwise");
    try {
      return block.run();
    } catch (Exception failure) {
      var inner = type.isInstance(failure) ? failure : Rules.unwrapped(failure);
      if (!type.isInstance(inner)) {
        throw failure;
      }
      return otherwise(type.cast(inner), failure, otherwise);
    }
  }

  private static <T extends @Nullable Object, E extends Exception, X extends Exception> T otherwise(
      E known, Exception failure, Step<? super E, ? extends T, X> otherwise) throws X {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Waiter.checkCancelled();
    try {
      return otherwise.apply(known);
    } catch (Throwable thrown) {
      if (thrown != failure && !(thrown instanceof Cancelled)) {
        thrown.addSuppressed(failure);
      }
      throw thrown;
    }
  }
}
