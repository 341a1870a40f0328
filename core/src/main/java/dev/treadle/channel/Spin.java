package dev.treadle.channel;

import dev.treadle.Waiter;
import dev.treadle.seam.World;

/// How long to look out for a partner before parking.
///
/// To be parked and woken costs about a microsecond where the partner runs on another processor, so
/// a partner who comes sooner than that is worth looking out for; one who never comes costs the
/// processor the whole time. So the limit follows experience: it shrinks to next to nothing while
/// partners do not come in time, and is back where it was when one does. For that, one look-out in
/// a while is as long as it gets: two who have begun to park and wake each other would never again
/// be quick enough for a short one. Where all tasks share one processor nobody can come meanwhile,
/// and there is no looking out at all; nor in a simulation, where looking costs no time.
final class Spin {

  private static final int MOST = 256;
  private static final int LEAST = 4;

  /// Every so many look-outs one is long; a power of two.
  private static final int LONG_ONES = 64;

  private static final boolean WORTH_IT = parallelism() > 1;

  /// Written without order by everybody, like the count: they are guesses.
  private int limit = MOST;

  private int count;

  private static int parallelism() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.min(
        processors, Integer.getInteger("jdk.virtualThreadScheduler.parallelism", processors));
  }

  private static boolean isWorthIt() {
    return WORTH_IT && !World.current().isSimulated();
  }

  /// Looks out until the waiter is woken, but not for long.
  void lookOut(Waiter<?> waiter) {
    if (!isWorthIt()) {
      return;
    }
    int most = count++ % LONG_ONES == 0 ? MOST : limit;
    for (int i = 0; i < most; i++) {
      if (waiter.isOver()) {
        limit = MOST;
        return;
      }
      Thread.onSpinWait();
    }
    limit = Math.max(LEAST, limit - limit / 4 - 1);
  }
}
