package dev.treadle.io;

import dev.treadle.Cancelled;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where at most one task waits for one thing of a socket.
///
/// The network keeps one action only. A second task would take the first one's place, which would
/// wait for ever; so it is told.
final class Waits {

  private final Object waitsFor;
  private final Consumer<Runnable> network;
  private final AtomicReference<@Nullable Wake> waiting = new AtomicReference<>();

  /// @param waitsFor what a task tree shows
  /// @param network takes an action to be called when it may be worth to try again
  Waits(Object waitsFor, Consumer<Runnable> network) {
    this.waitsFor = waitsFor;
    this.network = network;
  }

  /// Waits until it may be worth to try again.
  ///
  /// @throws IllegalStateException if another task waits here
  /// @throws Cancelled if it was cancelled; nothing has happened then
  void await() {
    var wake = new Wake(waitsFor);
    if (!waiting.compareAndSet(null, wake)) {
      throw new IllegalStateException(
          "two tasks wait for " + waitsFor + " at the same time; only one can");
    }
    try {
      network.accept(wake);
      boolean _ = wake.await();
    } finally {
      waiting.set(null);
    }
  }

  @Override
  public String toString() {
    return waitsFor.toString();
  }
}
