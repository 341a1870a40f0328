package dev.treadle.http.websocket;

import dev.treadle.Waiter;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Wakes one task that waits for something to do. Rung while nobody waits, it is still heard by the
/// next who does.
final class Bell {

  private static final Object RUNG = "rung";

  /// `null`, [#RUNG], or the waiter of who listens.
  private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

  private final String waitsFor;

  Bell(String waitsFor) {
    this.waitsFor = waitsFor;
  }

  /// Never waits; any thread may ring, a timer's too.
  void ring() {
    if (state.getAndSet(RUNG) instanceof Listener listener) {
      var _ = listener.wake(RUNG);
    }
  }

  /// Waits until it rings, or has rung since it was heard last.
  void await() {
    Waiter.checkCancelled();
    var listener = new Listener(waitsFor);
    if (state.compareAndSet(null, listener)) {
      try {
        var _ = listener.await();
      } finally {
        state.compareAndSet(listener, null);
      }
    }
    state.compareAndSet(RUNG, null);
  }

  private static final class Listener extends Waiter<Object> {
    Listener(String waitsFor) {
      super(waitsFor);
    }
  }
}
