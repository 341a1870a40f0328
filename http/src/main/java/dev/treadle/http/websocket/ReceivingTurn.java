package dev.treadle.http.websocket;

import dev.treadle.Action;
import dev.treadle.CancelScope;
import dev.treadle.Waiter;
import dev.treadle.seam.World;
import dev.treadle.sync.Mutex;
import dev.treadle.sync.Token;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Whose turn it is to read from the stream: a task's that receives, or, if none has for a while,
/// one of the WebSocket's own, which reads ahead and makes way as soon as somebody receives.
///
/// So a message goes from the stream to the task that receives it without another task between, and
/// yet pings are answered, and a lost connection is noticed, while a program does something else.
final class ReceivingTurn implements AutoCloseable {

  /// How long nobody must have received.
  static final long PATIENCE_NANOS = 100_000_000;

  private final Mutex mutex = Mutex.fair("receiving from a WebSocket");
  private final AtomicInteger receivers = new AtomicInteger();
  private final AtomicBoolean armed = new AtomicBoolean();
  private final World world;
  private final Runnable onAbsence;

  /// The scope of who reads ahead.
  private volatile @Nullable CancelScope ahead;

  private volatile World.@Nullable Timer timer;
  private volatile boolean closed;

  /// @param onAbsence called when nobody has received for a while; must not wait
  ReceivingTurn(World world, Runnable onAbsence) {
    this.world = world;
    this.onAbsence = onAbsence;
  }

  /// Waits for the turn.
  ///
  /// @return to be given to [#leave(Token)]
  Token enter() {
    Waiter.checkCancelled();
    receivers.incrementAndGet();
    Token token = null;
    try {
      token = mutex.tryAcquire();
      if (token == null) {
        dismiss();
        token = mutex.acquire();
      }
      return token;
    } finally {
      if (token == null) {
        left();
      }
    }
  }

  void leave(Token token) {
    token.close();
    left();
  }

  /// Does something when it is the caller's turn, which it may be already.
  <X extends Exception> void during(Action<X> reading) throws X {
    if (mutex.isHeldByCurrentTask()) {
      reading.run();
      return;
    }
    var token = enter();
    try {
      reading.run();
    } finally {
      leave(token);
    }
  }

  private void left() {
    if (receivers.decrementAndGet() == 0) {
      watch();
    }
  }

  boolean hasReceivers() {
    return receivers.get() > 0;
  }

  // --- While nobody receives

  /// Sees to it that it is noticed if nobody receives.
  void watch() {
    if (!closed && armed.compareAndSet(false, true)) {
      timer = world.schedule(PATIENCE_NANOS, this::look);
    }
  }

  private void look() {
    armed.set(false);
    if (receivers.get() == 0) {
      onAbsence.run();
    }
  }

  /// Reads ahead until somebody receives; does nothing if somebody does.
  <X extends Exception> void readAhead(Action<X> reading) throws X {
    var token = mutex.tryAcquire();
    if (token == null) {
      return;
    }
    try {
      CancelScope.run(scope -> {
        // Show the scope before the look, as a receiver is counted before it looks for the scope.
        ahead = scope;
        if (receivers.get() == 0) {
          reading.run();
        }
      });
    } finally {
      ahead = null;
      token.close();
    }
  }

  private void dismiss() {
    var scope = ahead;
    if (scope != null) {
      scope.cancel("a task receives");
    }
  }

  @Override
  public void close() {
    closed = true;
    var pending = timer;
    if (pending != null) {
      pending.cancel();
    }
  }
}
