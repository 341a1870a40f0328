package dev.treadle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// So many threads for offloaded work, and those who wait for one, in order of arrival.
///
/// A thread is the permit: whoever has work goes to the thread that became idle last, or to a new
/// one, or, if there are as many as there may be, into the queue. A thread without work ends after
/// a while. Nobody waits or runs anybody's code while holding the lock.
final class OffloadPool {

  private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();

  private final int limit;
  private final ThreadFactory factory;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest. A set, because waiting work can be withdrawn.
  private final SequencedSet<Offload<?>> queue = new LinkedHashSet<>();

  private final ArrayDeque<Idle> idle = new ArrayDeque<>();
  private int threads;

  OffloadPool(int limit, ThreadFactory factory) {
    this.limit = limit;
    this.factory = factory;
  }

  /// A thread without work.
  private static final class Idle {
    private final Thread thread = Thread.currentThread();
    private volatile @Nullable Offload<?> next;
  }

  // --- For those who have work

  /// Sees to it that it is run, sometime.
  ///
  /// @throws Error what the JVM throws if it cannot start a thread
  void submit(Offload<?> work) {
    if (needsThread(work)) {
      try {
        factory.newThread(() -> serve(work)).start();
      } catch (Throwable cannotStart) {
        threadEnded().forEach(stranded -> stranded.neverStarted(cannotStart));
        throw cannotStart;
      }
    }
  }

  private boolean needsThread(Offload<?> work) {
    lock.lock();
    try {
      var free = idle.pollLast();
      if (free != null) {
        free.next = work;
        LockSupport.unpark(free.thread);
        return false;
      }
      if (threads < limit) {
        threads++;
        return true;
      }
      queue.addLast(work);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Takes work back that no thread has taken yet. Returns whether it was so.
  boolean withdraw(Offload<?> work) {
    lock.lock();
    try {
      return queue.remove(work);
    } finally {
      lock.unlock();
    }
  }

  /// Counts off a thread. If it was the last, nobody is left to serve the queue, which is returned.
  private List<Offload<?>> threadEnded() {
    lock.lock();
    try {
      threads--;
      var stranded = threads == 0 ? List.copyOf(queue) : List.<Offload<?>>of();
      queue.removeAll(stranded);
      return stranded;
    } finally {
      lock.unlock();
    }
  }

  /// How many threads there are, idle or not.
  int threads() {
    lock.lock();
    try {
      return threads;
    } finally {
      lock.unlock();
    }
  }

  /// How much work waits for a thread.
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  // --- The threads

  private void serve(Offload<?> first) {
    for (Offload<?> work = first; work != null; work = next()) {
      work.run();
      // The body may have left it so, and the next one must not inherit it.
      Thread.interrupted();
    }
  }

  /// Returns what is to be done next, or `null` if this thread is to end.
  private @Nullable Offload<?> next() {
    var self = new Idle();
    lock.lock();
    try {
      if (!queue.isEmpty()) {
        return queue.removeFirst();
      }
      idle.addLast(self);
    } finally {
      lock.unlock();
    }
    long end = System.nanoTime() + IDLE_NANOS;
    for (long left = IDLE_NANOS; left > 0 && self.next == null; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      Thread.interrupted();
    }
    return self.next == null ? retire(self) : self.next;
  }

  private @Nullable Offload<?> retire(Idle self) {
    lock.lock();
    try {
      if (idle.remove(self)) {
        threads--;
      }
      return self.next;
    } finally {
      lock.unlock();
    }
  }
}
