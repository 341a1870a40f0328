package dev.treadle;

import dev.treadle.seam.World;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Keeps tasks that are busy with each other from keeping everybody else out.
///
/// Two tasks that wake each other in turns stay on their carrier for ever: the woken one is put on
/// the carrier's own queue, and the JDK looks into the queues by which new threads and those whose
/// timer has fired come in only when that is empty; and then it empties one of these before it
/// looks into the next. `Thread.yield()` does not help, nor does it that each task by itself parks
/// for a moment: another one is always there.
///
/// So every few milliseconds all tasks that wait often stand back together, at the entry of a wait,
/// where they hold no place in a line yet. When nobody more has come for a moment, carriers have
/// run out of work and looked everywhere, and all may go on.
final class Valve {

  /// Every so many waits of a task it looks at the valve, less one; a power of two less one. Who
  /// has just been let in and waits seldom does not find it closed.
  private static final int WAITS = 15;

  private static final long OPEN_NANOS = 2_500_000;
  private static final long QUIET_NANOS = 30_000;
  private static final long CLOSED_AT_MOST_NANOS = 5_000_000;

  private static final AtomicBoolean CLOSED = new AtomicBoolean();
  private static final AtomicReference<@Nullable Standing> STANDING = new AtomicReference<>();

  private static volatile long opened = System.nanoTime();
  private static volatile long closed;

  /// When the last one came that stands back.
  private static volatile long lastCame;

  private Valve() {}

  /// A thread that stands back.
  private static final class Standing {

    private final Thread thread = Thread.currentThread();
    private @Nullable Standing next;
    private volatile boolean released;
    private volatile boolean opens;

    // An interrupt is kept for the wait that is about to begin.
    private void await() {
      boolean interrupted = false;
      while (!released && !opens) {
        LockSupport.park(Valve.class);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
    }
  }

  /// Stands back if it is time for that. Not in a simulation, which gives everybody turns anyway.
  ///
  /// @param waits how many the task has entered
  static void enter(Strand strand, int waits) {
    if ((waits & WAITS) == 0
        && !strand.world().isSimulated()
        && Thread.currentThread().isVirtual()) {
      enter(strand.world());
    }
  }

  private static void enter(World world) {
    long now = world.nanoTime();
    if (!CLOSED.get()) {
      if (now - opened < OPEN_NANOS) {
        return;
      }
      if (CLOSED.compareAndSet(false, true)) {
        closed = now;
        var _ = world.schedule(QUIET_NANOS, () -> openIfQuiet(world));
      }
    }
    lastCame = now;
    standBack(world);
  }

  private static void standBack(World world) {
    var self = new Standing();
    do {
      self.next = STANDING.get();
    } while (!STANDING.compareAndSet(self.next, self));
    // Whoever opens does so before it looks who stands here, and this is the other way round.
    if (CLOSED.get()) {
      self.await();
    }
    if (!self.released) {
      open(world);
    }
  }

  /// Called by a timer.
  private static void openIfQuiet(World world) {
    long now = world.nanoTime();
    long quiet = now - lastCame;
    if (quiet < QUIET_NANOS && now - closed < CLOSED_AT_MOST_NANOS) {
      var _ = world.schedule(QUIET_NANOS - quiet, () -> openIfQuiet(world));
      return;
    }
    var first = STANDING.get();
    if (first == null) {
      open(world);
    } else {
      // It comes in by the common entrance, so that a carrier is out of work when it opens.
      first.opens = true;
      LockSupport.unpark(first.thread);
    }
  }

  private static void open(World world) {
    opened = world.nanoTime();
    CLOSED.set(false);
    for (var one = STANDING.getAndSet(null); one != null; one = one.next) {
      one.released = true;
      LockSupport.unpark(one.thread);
    }
  }
}
