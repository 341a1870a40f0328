package dev.treadle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Those who await one task, if they are more than one.
///
/// Who gives up is only counted, and taken out with others of the kind once they are the greater
/// part: so a waiter costs the same however many there are, and a million that gave up leave
/// nothing behind. The lock is a leaf.
final class Awaiters {

  /// Fewer than these are left where they are.
  private static final int WORTH_PRUNING = 16;

  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest; `null` once the task has ended.
  private @Nullable ArrayList<Waiter<Task<?>>> waiting = new ArrayList<>();

  private int over;

  /// Adds one, unless the task has ended.
  boolean add(Waiter<Task<?>> waiter) {
    lock.lock();
    try {
      return waiting != null && waiting.add(waiter);
    } finally {
      lock.unlock();
    }
  }

  /// One of them waits no longer.
  void forgetOne() {
    lock.lock();
    try {
      over++;
      if (waiting != null && over > WORTH_PRUNING && over > waiting.size() / 2) {
        waiting.removeIf(Waiter::isOver);
        waiting.trimToSize();
        over = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /// How many are held, those who gave up included.
  int size() {
    lock.lock();
    try {
      return waiting == null ? 0 : waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// Lets nobody in any more and returns those who are in, in the order in which they came.
  List<Waiter<Task<?>>> close() {
    lock.lock();
    try {
      var last = waiting;
      waiting = null;
      return last == null ? List.of() : last;
    } finally {
      lock.unlock();
    }
  }
}
