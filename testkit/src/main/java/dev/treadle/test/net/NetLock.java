package dev.treadle.test.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The one lock of a network, and what is to be called once it is free again.
///
/// Whoever holds it calls nothing that waits: of the world only its time, randomness and timers.
/// That is why a timer's action may take it too. Everything foreign, such as wake-ups, is put off
/// with [#afterwards(Runnable)].
final class NetLock {

  private final ReentrantLock lock = new ReentrantLock();

  private final Held held = this::release;

  /// Guarded by `lock`.
  private List<Runnable> afterwards = new ArrayList<>();

  /// Takes the lock until the result is closed; reentrant.
  Held hold() {
    lock.lock();
    return held;
  }

  /// Calls an action on this thread once it no longer holds the lock.
  void afterwards(Runnable action) {
    assert lock.isHeldByCurrentThread();
    afterwards.add(action);
  }

  private void release() {
    if (lock.getHoldCount() > 1 || afterwards.isEmpty()) {
      lock.unlock();
      return;
    }
    var actions = afterwards;
    afterwards = new ArrayList<>();
    lock.unlock();
    actions.forEach(NetLock::call);
  }

  // The thread that happens to be here has nothing to do with whose action fails.
  private static void call(Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) {
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
  }

  /// The lock, held.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
