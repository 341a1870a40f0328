package dev.treadle.test;

import dev.treadle.test.net.SimHost;
import java.util.Arrays;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A virtual thread of a simulation. Touched by the carrier thread only.
final class SimTask {

  final int id;
  final Thread thread;
  final Runnable continuation;
  final @Nullable SimTask parent;

  /// Whether it stands in the ready queue.
  boolean queued;

  /// Whether it was made ready again before its step had ended.
  boolean resubmitted;

  /// Whether its present yield is a switch forced on it at a switch point.
  boolean preempted;

  /// How many classes it is just initialising, one within the other.
  int initializing;

  /// Whether it is one of [Background]'s: interrupted at the end of the test rather than reported.
  boolean background;

  /// The host on the simulated network that it runs on, handed down to the threads it starts.
  @Nullable SimHost host;

  /// The monitor that it waits on to be notified, if it does.
  @Nullable Object monitor;

  /// Its priority under PCT; the highest runs.
  long priority;

  SimTask(int id, Thread thread, Runnable continuation, @Nullable SimTask parent) {
    this.id = id;
    this.thread = thread;
    this.continuation = continuation;
    this.parent = parent;
    if (parent != null) {
      this.background = parent.background;
      this.host = parent.host;
    }
  }

  /// Whether its present park is one for a socket or file; only kept where the outside may wake.
  boolean inIo;

  boolean isBlockedOnMonitor() {
    int state = JdkInternals.state(thread);
    return state == JdkInternals.BLOCKED || state == JdkInternals.UNBLOCKED;
  }

  /// Returns whether it is parked at a lock that a thread outside the simulation holds, or is just
  /// handing over.
  boolean isHeldUpOutside(Simulator simulator) {
    var lock = exclusiveLock();
    if (lock == null) {
      return false;
    }
    var holder = JdkInternals.owner(lock);
    if (holder == null) {
      holder = lock.getFirstQueuedThread();
    }
    return holder == null || holder == thread || Port.simulatorOf(holder) != simulator;
  }

  /// Returns whether what it is parked at, or was until it was made ready, is a lock with one
  /// owner.
  boolean isAtLock() {
    return exclusiveLock() != null;
  }

  private @Nullable AbstractQueuedSynchronizer exclusiveLock() {
    return JdkInternals.state(thread) != JdkInternals.TERMINATED
            && LockSupport.getBlocker(thread) instanceof AbstractQueuedSynchronizer lock
            && lock.getClass().getName().startsWith("java.util.concurrent.locks.Reentrant")
        ? lock
        : null;
  }

  /// Remembers, when it has parked, what it parked for.
  void notePark(boolean outsideMayWake) {
    inIo =
        outsideMayWake
            && LockSupport.getBlocker(thread) == null
            && Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith("sun.nio.ch."));
  }

  boolean isWaitingForNotify() {
    int state = JdkInternals.state(thread);
    return state == JdkInternals.WAIT || state == JdkInternals.TIMED_WAIT;
  }

  /// Returns the thread's name, or its number if it has none.
  @Override
  public String toString() {
    var name = thread.getName();
    return name.isEmpty() ? "thread-" + id : name;
  }
}
