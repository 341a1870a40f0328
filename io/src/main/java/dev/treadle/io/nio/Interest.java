package dev.treadle.io.nio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Who waits for one thing of an endpoint, such as bytes to read: an action to be called once.
///
/// Whether the poller watches for it is left as it is when the action was called. Who reads and
/// waits again, as all do who talk with somebody, costs the system no call that way. If the poller
/// finds it ready while nobody waits, it stops watching, and the next one who waits starts it
/// again.
final class Interest {

  private static final VarHandle STATE;

  /// Nobody waits, and the poller watches.
  private static final Object WATCHED = "watched";

  /// Nobody waits, and the poller does not watch.
  private static final Object UNWATCHED = "unwatched";

  private static final Object CLOSED = "closed";

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Interest.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// One of the above, or the action of who waits.
  private volatile Object state = UNWATCHED;

  /// What can be done to the poller's watch.
  interface Watch {

    /// Watches, or no longer.
    void set(boolean on);
  }

  /// Sets the action to be called, instead of any before it. It is called at once after [#close()].
  void await(Runnable wake, Watch watch) {
    while (true) {
      var before = state;
      if (before == CLOSED) {
        wake.run();
        return;
      }
      if (STATE.compareAndSet(this, before, wake)) {
        if (before == UNWATCHED) {
          watch.set(true);
        }
        return;
      }
    }
  }

  /// It is ready, once; that it goes on being ready, as room to write does, says nothing. Called by
  /// the poller only.
  void readyOnce(Watch watch) {
    watch.set(false);
    var wake = take(UNWATCHED);
    if (wake != null) {
      wake.run();
    }
  }

  /// It is ready. Called by the poller only.
  void ready(Watch watch) {
    var wake = take(WATCHED);
    if (wake != null) {
      wake.run();
      return;
    }
    watch.set(false);
    if (!STATE.compareAndSet(this, WATCHED, UNWATCHED)) {
      // Somebody has come who took it for watched; or it is closed.
      watch.set(true);
      wake = take(WATCHED);
      if (wake != null) {
        wake.run();
      }
    }
  }

  /// Calls who waits, and everybody from now on.
  void close() {
    var wake = STATE.getAndSet(this, CLOSED);
    if (wake instanceof Runnable action) {
      action.run();
    }
  }

  private @Nullable Runnable take(Object after) {
    var before = state;
    while (before instanceof Runnable wake) {
      if (STATE.compareAndSet(this, before, after)) {
        return wake;
      }
      before = state;
    }
    return null;
  }
}
