package dev.treadle;

import dev.treadle.internal.Sighting;
import dev.treadle.seam.World;

/// Moments in four bytes: they fit where an object has padding, and a million tasks have an age for
/// nothing.
final class Ages {

  private Ages() {}

  static int now(World world) {
    // A simulation's clock is cheap, and a timer more would be another schedule.
    return world.isSimulated() ? CoarseClock.exact(world) : Real.CLOCK.now();
  }

  static long nanosSince(int born, long nanoTime) {
    int units = (int) (nanoTime >> Sighting.AGE_SHIFT) - born;
    return (long) Math.max(0, units) << Sighting.AGE_SHIFT;
  }

  /// Apart, so that simulations need no real world.
  private static final class Real {
    static final CoarseClock CLOCK = new CoarseClock(World.current());
  }
}
