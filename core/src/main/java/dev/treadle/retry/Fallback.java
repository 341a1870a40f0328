package dev.treadle.retry;

import dev.treadle.Body;
import dev.treadle.Cancelled;
import dev.treadle.Step;
import dev.treadle.Waiter;
import dev.treadle.internal.FlightEvents;
import dev.treadle.internal.FlightSwitch;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs something else if a block fails.
///
/// {@snippet class=dev.treadle.retry.RetrySnippets region=fallback lang=java}
///
/// It is for exceptions: never for errors, so never for [Cancelled], and if the task is cancelled
/// by the time the block has failed, nothing else is run either.
///
/// It runs in the caller's thread, and can be cancelled in the waits of both blocks. Flight
/// recordings show it; what else is to be known of one is what [#watched(String)] is for.
public final class Fallback {

  private static final System.Logger LOGGER = System.getLogger("dev.treadle");

  private Fallback() {}

  /// Returns a fallback that counts, and tells a listener.
  ///
  /// {@snippet class=dev.treadle.retry.RetrySnippets region=watched lang=java}
  ///
  /// @param name what messages call it: what is replaced
  public static Watched watched(String name) {
    return new Watched(Objects.requireNonNull(name, "name"), null);
  }

  /// Runs a block and returns its value; if it throws an exception, whatever that is, returns what
  /// the other one makes of it.
  ///
  /// @param otherwise gets the exception; if it fails too, that has the block's failure suppressed
  ///   in it
  /// @throws X what `otherwise` throws
  /// @throws Cancelled if the calling task is cancelled
  public static <T extends @Nullable Object, X extends Exception> T call(
      Body<? extends T, ?> block, Step<? super Exception, ? extends T, X> otherwise) throws X {
    return call(null, block, otherwise);
  }

  private static <T extends @Nullable Object, X extends Exception> T call(
      @Nullable Watched watched,
      Body<? extends T, ?> block,
      Step<? super Exception, ? extends T, X> otherwise)
      throws X {
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(otherwise, "otherwise");
    try {
      return block.run();
    } catch (Exception failure) {
      return otherwise(watched, failure, failure, otherwise);
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
    return on(null, type, block, otherwise);
  }

  private static <T extends @Nullable Object, E extends Exception, X extends Exception> T on(
      @Nullable Watched watched,
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
      return otherwise(watched, type.cast(inner), failure, otherwise);
    }
  }

  private static <T extends @Nullable Object, E extends Exception, X extends Exception> T otherwise(
      @Nullable Watched watched,
      E known,
      Exception failure,
      Step<? super E, ? extends T, X> otherwise)
      throws X {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Waiter.checkCancelled();
    if (FlightSwitch.isOn()) {
      FlightEvents.fellBack(watched == null ? "" : watched.name, failure);
    }
    if (watched != null) {
      watched.tell(failure);
    }
    try {
      T instead = otherwise.apply(known);
      if (watched != null) {
        watched.replaced.increment();
      }
      return instead;
    } catch (Throwable thrown) {
      if (thrown != failure && !(thrown instanceof Cancelled)) {
        thrown.addSuppressed(failure);
      }
      throw thrown;
    }
  }

  /// A fallback with a name, which counts what it does. Made once and shared; usable by any thread.
  public static final class Watched {

    private final String name;
    private final @Nullable Consumer<? super Failure> listener;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder replaced = new LongAdder();

    private Watched(String name, @Nullable Consumer<? super Failure> listener) {
      this.name = name;
      this.listener = listener;
    }

    /// Returns this fallback with a listener, which is told of each failure that is to be replaced,
    /// in the thread that runs the block, before the other one is run. If the listener fails, that
    /// is logged.
    public Watched withListener(Consumer<? super Failure> listener) {
      return new Watched(name, Objects.requireNonNull(listener, "listener"));
    }

    /// Runs a block, or another if it fails; see [Fallback#call(Body, Step)].
    ///
    /// @throws X what `otherwise` throws
    /// @throws Cancelled if the calling task is cancelled
    public <T extends @Nullable Object, X extends Exception> T call(
        Body<? extends T, ?> block, Step<? super Exception, ? extends T, X> otherwise) throws X {
      calls.increment();
      return Fallback.call(this, block, otherwise);
    }

    /// Runs a block, or another if it fails with an exception of a type; see [Fallback#on(Class,
    /// Body, Step)].
    ///
    /// @throws X what the block throws that is of no such type, or what `otherwise` throws
    /// @throws Cancelled if the calling task is cancelled
    public <T extends @Nullable Object, E extends Exception, X extends Exception> T on(
        Class<E> type,
        Body<? extends T, ? extends X> block,
        Step<? super E, ? extends T, ? extends X> otherwise)
        throws X {
      calls.increment();
      return Fallback.on(this, type, block, otherwise);
    }

    private void tell(Exception failure) {
      failures.increment();
      if (listener == null) {
        return;
      }
      try {
        listener.accept(new Failure(name, failure));
      } catch (RuntimeException thrown) {
        LOGGER.log(System.Logger.Level.WARNING, "the listener of " + this + " failed", thrown);
      }
    }

    /// Returns what it has done so far. What [#withListener(Consumer)] returned counts for itself.
    public Statistics statistics() {
      return new Statistics(calls.sum(), failures.sum(), replaced.sum());
    }

    /// Returns `fallback 'name'`.
    @Override
    public String toString() {
      return "fallback '" + name + "'";
    }
  }

  /// A block has failed, and the other one is run.
  ///
  /// @param name the fallback's
  /// @param exception how the block failed
  public record Failure(String name, Exception exception) {}

  /// What a fallback has done so far. Numbers are read one after the other: while it is in use they
  /// need not add up.
  ///
  /// @param calls how often it was called
  /// @param failures how often the other one was run, because the block had failed
  /// @param replaced how often that succeeded
  public record Statistics(long calls, long failures, long replaced) {}
}
