package dev.treadle.resource;

import dev.treadle.internal.CoarseClock;
import dev.treadle.internal.Sighting;
import dev.treadle.seam.World;
import java.time.Duration;

/// Time in units of about 17 ms, as [CoarseClock] has it. Moments wrap, so that they are compared
/// by their difference.
final class Moments {

  /// About half a year: what is longer never ends.
  static final int LONGEST = 1 << 30;

  private static final long UNIT = 1L << Sighting.AGE_SHIFT;

  private Moments() {}

  static int now(World world) {
    return CoarseClock.now(world);
  }

  /// As many units as a duration needs.
  static int units(Duration duration) {
    if (duration.compareTo(Duration.ofNanos(LONGEST * UNIT)) >= 0) {
      return LONGEST;
    }
    return (int) ((duration.toNanos() + UNIT - 1) / UNIT);
  }

  static long nanos(int units) {
    return Math.max(0, units) * UNIT;
  }
}
