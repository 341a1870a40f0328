package dev.treadle.flow;

import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Lets one worker at a time ask for the next element.
///
/// Unlike a [dev.treadle.sync.Mutex] it keeps no order, because workers are all the same: whoever
/// runs takes the turn before somebody who would have to be woken first. One at most is being woken
/// at any time; when it has had its turn, or has seen that another has it, the next may be.
final class Turn {

  /// How often to look again before waiting: most turns take some nanoseconds.
  private static final int LOOKS = 32;

  private final Object waitsFor;
  private final AtomicBoolean taken = new AtomicBoolean();

  /// Whether somebody was woken and has not looked yet.
  private final AtomicBoolean waking = new AtomicBoolean();

  private final Queue<Waiter<@Nullable Void>> waiting = new ConcurrentLinkedQueue<>();

  /// @param waitsFor what task trees show
  Turn(Object waitsFor) {
    this.waitsFor = waitsFor;
  }

  /// Waits for a turn.
  void take() {
    Waiter.checkCancelled();
    if (isTaken()) {
      return;
    }
    int looks = World.current().isSimulated() ? 0 : LOOKS;
    for (int i = 0; i < looks; i++) {
      Thread.onSpinWait();
      if (isTaken()) {
        return;
      }
    }
    var waiter = enter();
    while (!isTaken()) {
      waiter.await();
      waking.set(false);
      if (isTaken()) {
        return;
      }
      waiter = enter();
    }
    if (!waiter.wake(null)) {
      waking.set(false); // it was woken already
    }
  }

  private Waiter<@Nullable Void> enter() {
    var waiter = new Waiter<@Nullable Void>(waitsFor);
    waiting.add(waiter);
    return waiter;
  }

  private boolean isTaken() {
    return !taken.get() && taken.compareAndSet(false, true);
  }

  /// Ends the turn. Never waits.
  void end() {
    taken.set(false);
    if (!waiting.isEmpty() && waking.compareAndSet(false, true) && !isOneWoken()) {
      waking.set(false);
    }
  }

  private boolean isOneWoken() {
    for (var waiter = waiting.poll(); waiter != null; waiter = waiting.poll()) {
      if (waiter.wake(null)) {
        return true;
      }
    }
    return false;
  }
}
