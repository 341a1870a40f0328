package dev.treadle.test;

import java.util.ArrayList;
import java.util.List;

/// The tasks that wait at a Java monitor: to enter one, or to be notified.
///
/// The JDK resumes such threads through a thread of its own, asynchronously, which would make the
/// order of a run depend on the speed of that thread. So its word is ignored. Instead every blocked
/// task is allowed to try again whenever any other task has made a step; a try that fails costs a
/// fraction of a microsecond, changes nothing, and is not counted as a step. The outcome depends on
/// nothing but who holds the monitor.
final class Monitors {

  private final List<SimTask> waiting = new ArrayList<>();

  void add(SimTask task) {
    waiting.add(task);
  }

  /// Makes every task that could perhaps enter its monitor ready to try.
  void wakeAll(ReadyQueue ready) {
    int kept = 0;
    for (int i = 0; i < waiting.size(); i++) {
      var task = waiting.get(i);
      if (task.queued) {
        continue; // a timeout or an interrupt made it ready
      }
      if (task.isBlockedOnMonitor()) {
        ready.add(task);
      } else if (task.isWaitingForNotify()) {
        waiting.set(kept++, task);
      }
    }
    waiting.subList(kept, waiting.size()).clear();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// Returns whether the JVM has woken a task that is blocked; asked when nothing else can run.
  ///
  /// A task whose try made it enter one monitor and block on the next is taken for one whose try
  /// failed. That loses nothing, because in the end the JVM itself is asked: whoever can enter a
  /// free monitor has been woken by then.
  boolean anyWokenByJvm() {
    boolean blocked = false;
    for (var task : waiting) {
      blocked |= task.isBlockedOnMonitor();
    }
    if (!blocked) {
      return false;
    }
    UnblockerBarrier.await();
    for (var task : waiting) {
      if (JdkInternals.state(task.thread) == JdkInternals.UNBLOCKED) {
        return true;
      }
    }
    return false;
  }
}
