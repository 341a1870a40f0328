package dev.treadle.test.net;

import dev.treadle.seam.World;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A thread blocked until a one-shot wake-up, a time, or an interrupt.
final class Wait {

  private final Thread thread = Thread.currentThread();
  private volatile boolean woken;
  private volatile boolean expired;

  private Wait() {}

  /// Waits until the action given to `register` is called.
  ///
  /// @throws SocketTimeoutException if the limit passes first
  /// @throws InterruptedIOException if the thread is or gets interrupted; it stays so
  static void until(Consumer<Runnable> register, Limit limit) throws InterruptedIOException {
    var wait = new Wait();
    register.accept(wait::wake);
    var timer = limit.schedule(wait::expire);
    try {
      wait.park();
    } finally {
      if (timer != null) {
        timer.cancel();
      }
    }
    if (wait.thread.isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for the network");
    }
    if (!wait.woken) {
      throw limit.exceeded();
    }
  }

  private void park() {
    while (!woken && !expired && !thread.isInterrupted()) {
      LockSupport.park(this);
    }
  }

  private void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  private void expire() {
    expired = true;
    LockSupport.unpark(thread);
  }

  /// How long one operation may wait in total.
  ///
  /// @param world whose time it is
  /// @param atNanos when it ends, `null` for never
  /// @param message of the exception when it ends
  record Limit(World world, @Nullable Long atNanos, String message) {

    /// Returns a limit from now; 0 milliseconds is none, as the JDK has it.
    static Limit ofMillis(World world, int millis, String message) {
      return new Limit(world, millis == 0 ? null : world.nanoTime() + millis * 1_000_000L, message);
    }

    private World.@Nullable Timer schedule(Runnable action) {
      // Not a timed park: the world's time need not be the thread's.
      return atNanos == null ? null : world.schedule(atNanos - world.nanoTime(), action);
    }

    private SocketTimeoutException exceeded() {
      return new SocketTimeoutException(message);
    }
  }
}
