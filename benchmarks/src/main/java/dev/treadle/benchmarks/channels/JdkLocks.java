package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Rows;
import dev.treadle.benchmarks.channels.Contention.Kind;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// `ReentrantLock` and `Semaphore`, fair and not, on virtual threads.
final class JdkLocks {

  private JdkLocks() {}

  public static void main(String[] words) throws Exception {
    Rows.report(words, contention()::row);
  }

  static Contention contention() {
    return new Contention(
        Map.of(
            Kind.MUTEX, () -> locked(new ReentrantLock()),
            Kind.STRICT_MUTEX, () -> locked(new ReentrantLock(true)),
            Kind.SEMAPHORE, () -> permitted(new Semaphore(1)),
            Kind.STRICT_SEMAPHORE, () -> permitted(new Semaphore(1, true))),
        Tasks.THREADS);
  }

  private static Exclusion locked(ReentrantLock lock) {
    return section -> {
      lock.lockInterruptibly();
      try {
        section.run();
      } finally {
        lock.unlock();
      }
    };
  }

  private static Exclusion permitted(Semaphore semaphore) {
    return section -> {
      semaphore.acquire();
      try {
        section.run();
      } finally {
        semaphore.release();
      }
    };
  }
}
