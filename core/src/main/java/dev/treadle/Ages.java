package dev.treadle;

import dev.treadle.internal.CoarseClock;
import dev.treadle.internal.Sighting;
import dev.treadle.seam.World;

/// Moments in four bytes: they fit where an object has padding, and a million tasks have an age for
/// nothing.
final class Ages {

  private Ages() {}

  static int now(World world) {
    return CoarseClock.now(world);
  }

  static long nanosSince(int born, long nanoTime) {
    int units = (int) (nanoTime >> Sighting.AGE_SHIFT) - born;
    return (long) Math.max(0, units) << Sighting.AGE_SHIFT;
  }
}
