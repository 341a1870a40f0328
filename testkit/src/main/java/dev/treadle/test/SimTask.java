package dev.treadle.test;

import dev.treadle.test.net.SimHost;
import org.jspecify.annotations.Nullable;

/// A virtual thread of a simulation. Touched by the carrier thread only.
final class SimTask {

  final int id;
  final Thread thread;
  final Runnable continuation;
  final @Nullable SimTask parent;

  /// Whether it stands in the ready queue.
  boolean queued;

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

  boolean isBlockedOnMonitor() {
    int state = JdkInternals.state(thread);
    return state == JdkInternals.BLOCKED || state == JdkInternals.UNBLOCKED;
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
