package dev.treadle.channel;

import dev.treadle.Waiter;
import dev.treadle.seam.World;

/// How long to look out for a partner before parking.
///
/// To be parked and woken costs about a microsecond where the partner runs on another processor, so
/// a partner who comes sooner than that is worth looking out for; one who never comes costs the
/// processor the whole time. So the limit follows experience: it grows while partners come in time,
/// and shrinks to next to nothing while they do not. Where all tasks share one processor nobody can
/// come meanwhile, and there is no looking out at all; nor in a simulation, where looking costs no
/// time.
final class Spin {

  private static final int MOST = 256;
  private static final int LEAST = 4;
  private static final boolean WORTH_IT = parallelism() > 1;

  /// Written without order by everybody: it is a guess.
  private int limit = MOST / 4;

  private static int parallelism() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.min(
        processors, Integer.getInteger("jdk.virtualThreadScheduler.parallelism", processors));
  }

  static boolean isWorthIt() {
    return WORTH_IT && !World.current().isSimulated();
  }

  /// Looks out until the waiter is woken, but not for long.
  void lookOut(Waiter<?> waiter) {
    if (!isWorthIt()) {
      return;
    }
    int most = limit;
    for (int i = 0; i < most; i++) {
      if (waiter.isOver()) {
        limit = Math.min(MOST, most + most / 4 + 1);
        return;
      }
      Thread.onSpinWait();
    }
    limit = Math.max(LEAST, most - most / 8 - 1);
  }
}
