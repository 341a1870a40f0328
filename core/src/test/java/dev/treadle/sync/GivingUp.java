package dev.treadle.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import java.util.function.Supplier;

/// A million waiters that are cancelled while somebody else has what they wait for.
final class GivingUp {

  private static final int BATCHES = 1_000;
  private static final int TASKS = 1_000;
  private static final int WARM = 100;
  private static final long FLAT = 4_000_000;

  private GivingUp() {}

  /// Has them wait and give up.
  ///
  /// @param acquire what they wait in
  static void aMillionTimes(Supplier<Token> acquire) {
    long before = 0;
    try (var _ = acquire.get()) {
      for (int batch = 0; batch < BATCHES; batch++) {
        giveUp(acquire);
        if (batch == WARM) {
          before = used();
        }
      }
      assertThat(used() - before).isLessThan(FLAT);
    }
  }

  private static void giveUp(Supplier<Token> acquire) {
    TaskGroup.run(group -> {
      for (int i = 0; i < TASKS; i++) {
        group.startDaemon(() -> acquire.get().close());
      }
      // The last of them waits by now, or is about to; daemons are cancelled at the end.
      Thread.yield();
    });
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
