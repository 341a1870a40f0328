package dev.treadle.seam;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Timers that any thread arms and cancels, without locks, and one thread fires: its ticker.
///
/// Arming pushes onto the inbox, a stack. The ticker moves what is there into a [TimerWheel] when
/// it has something to do anyway, and every armed timer sees to it that this is no later than its
/// own tick. A timer cancelled while it is the inbox's newest, as a timeout around a short call is,
/// is popped and was never noticed. Others stay, empty, until their tick or until there are too
/// many: at most as many as live ones, and some thousands.
///
/// No wake-up is lost. An arming thread first pushes, then reads [#wakeTick]; a turn first sets it
/// to [TimerWheel#NEVER], then takes the inbox. So if the turn missed the push, the arming thread
/// reads what the turn wrote, or what came after: it finds its tick to be the earliest, lowers the
/// word and wakes, or it finds an earlier one, which a later turn will keep. From then on the word
/// only falls until that turn. The ticker reads the word after the turn, before it parks; lowered
/// after that, a wake that comes before the park ends it at once.
abstract class TimerQueue {

  /// How many cancelled timers may stay around, however few are pending.
  static final int TOLERATED = 4096;

  private final AtomicReference<@Nullable PendingAction> inbox = new AtomicReference<>();

  /// The tick by which the ticker takes a turn by itself.
  private final AtomicLong wakeTick = new AtomicLong(TimerWheel.NEVER);

  /// Cancelled timers in inbox and wheel. For a moment it may lag behind either way.
  private final AtomicInteger cancelled = new AtomicInteger();

  private volatile int tolerated = TOLERATED;

  /// The ticker's only.
  private final TimerWheel wheel = new TimerWheel();

  /// Makes the ticker look at [#wakeTick()] again, now or when it next would park.
  abstract void wake();

  final PendingAction arm(long tick, Runnable action) {
    var armed = new PendingAction(this, tick, action);
    PendingAction newest;
    do {
      newest = inbox.get();
      armed.next = newest;
    } while (!inbox.compareAndSet(newest, armed));
    turnBy(tick);
    return armed;
  }

  /// Called once for each timer that is cancelled.
  final void cancelled(PendingAction timer) {
    // It is pushed once only. So while it is the newest, what is under it is what was.
    if (inbox.get() == timer && inbox.compareAndSet(timer, timer.next)) {
      timer.next = null;
    } else if (cancelled.incrementAndGet() > tolerated) {
      turnBy(0);
    }
  }

  private void turnBy(long tick) {
    if (lowerWakeTick(tick)) {
      wake();
    }
  }

  private boolean lowerWakeTick(long tick) {
    long planned = wakeTick.get();
    while (tick < planned) {
      if (wakeTick.compareAndSet(planned, tick)) {
        return true;
      }
      planned = wakeTick.get();
    }
    return false;
  }

  /// Returns the tick at which the ticker must take its next turn, as known by now.
  final long wakeTick() {
    return wakeTick.get();
  }

  /// Fires what is due until the end of a tick. The ticker's only.
  final void turn(long tick) {
    long planned = wakeTick.getAndSet(TimerWheel.NEVER);
    // Nothing is due before: only time moves on, so that the new ones need not descend as far.
    wheel.advance(Math.min(planned, tick) - 1);
    wheel.addAll(inbox.getAndSet(null));
    wheel.advance(tick);
    tidy();
    lowerWakeTick(wheel.nextTick());
  }

  private void tidy() {
    if (cancelled.addAndGet(-wheel.takeDropped()) > tolerated) {
      wheel.sweep();
      cancelled.addAndGet(-wheel.takeDropped());
    }
    tolerated = TOLERATED + wheel.size() / 2;
  }
}
