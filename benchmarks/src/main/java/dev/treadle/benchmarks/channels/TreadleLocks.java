package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Rows;
import dev.treadle.benchmarks.channels.Contention.Kind;
import dev.treadle.sync.Mutex;
import dev.treadle.sync.Semaphore;
import java.util.Map;

/// Treadle's mutex and semaphore, in the default form and in the strict one.
final class TreadleLocks {

  private TreadleLocks() {}

  public static void main(String[] words) throws Exception {
    Rows.report(words, contention()::row);
  }

  static Contention contention() {
    return new Contention(
        Map.of(
            Kind.MUTEX, () -> locked(Mutex.create()),
            Kind.STRICT_MUTEX, () -> locked(Mutex.fair()),
            Kind.SEMAPHORE, () -> permitted(Semaphore.of(1)),
            Kind.STRICT_SEMAPHORE, () -> permitted(Semaphore.fair(1))),
        TreadleTraffic.tasks());
  }

  private static Exclusion locked(Mutex mutex) {
    return section -> {
      try (var _ = mutex.acquire()) {
        section.run();
      }
    };
  }

  private static Exclusion permitted(Semaphore semaphore) {
    return section -> {
      try (var _ = semaphore.acquire()) {
        section.run();
      }
    };
  }
}
