package dev.treadle;

import dev.treadle.seam.CancellationSignal;

/// Thrown by a wait to say: you were cancelled, clean up and go.
///
/// It is an [Error] so that `catch (Exception e)`, retries and fallbacks do not swallow it; cleanup
/// belongs in `finally`. Only waits throw it. Whoever catches it all the same meets a new one at
/// the next wait. Cleanup that itself waits belongs in [Treadle#shield(Duration, Action)].
///
/// Two places where the JDK swallows it: a class initialiser that throws it ruins its class, and
/// `CompletableFuture.exceptionally` takes it for an ordinary failure.
///
/// Each throw makes an instance of its own, because suppressed exceptions are added to it.
///
/// @see Origin for who cancelled, and why
public final class Cancelled extends Error implements CancellationSignal {

  private static final long serialVersionUID = 1L;

  private final Origin origin;

  Cancelled(Origin origin) {
    this.origin = origin;
  }

  /// Put together when somebody asks: most are never printed.
  @Override
  public String getMessage() {
    return origin.toString();
  }

  /// Returns why the cancellation happened, as the canceller put it.
  public String reason() {
    return origin.reason();
  }

  /// Returns who cancelled what, and why.
  public Origin origin() {
    return origin;
  }

  /// Where a cancellation came from.
  ///
  /// @param reason why, in the canceller's words
  /// @param scope what was cancelled: a task, a group, a timeout
  /// @param site the line that cancelled it, or what did if it was no line of code
  public record Origin(String reason, String scope, String site) implements java.io.Serializable {

    @Override
    public String toString() {
      return reason + " (" + scope + " was cancelled by " + site + ")";
    }
  }
}
