package dev.treadle.internal;

import dev.treadle.seam.World;

/// A clock that is cheap to ask often, and slow by at most two units of `2^`[Sighting#AGE_SHIFT]`
/// ns`.
///
/// To read the system's clock takes as long as half of a task's start. So whoever asks seldom gets
/// it read; once there are many who ask within a unit, a timer reads it once a unit for all, until
/// nobody asks any more. Asked by many threads without a lock: what they overwrite of each other
/// costs a reading more or less.
public final class CoarseClock implements Runnable {

  /// How many readings within a unit make it worth a timer; a program's first few tasks should not
  /// start one.
  static final int OFTEN = 256;

  private static final long UNIT = 1L << Sighting.AGE_SHIFT;

  private final World world;
  private int readings;
  private volatile int unit;
  private volatile boolean ticking;
  private volatile boolean asked;

  CoarseClock(World world) {
    this.world = world;
  }

  /// Returns the time of a world in units, with an arbitrary origin; it wraps.
  public static int now(World world) {
    // A simulation's clock is cheap, and a timer more would be another schedule.
    return world.isSimulated() ? exact(world) : Real.CLOCK.now();
  }

  /// Returns the time in units, with an arbitrary origin; it wraps.
  int now() {
    if (!ticking) {
      return read();
    }
    if (!asked) {
      asked = true;
    }
    return unit;
  }

  private int read() {
    int now = exact(world);
    if (now != unit) {
      unit = now;
      readings = 0;
    } else if (++readings > OFTEN) {
      readings = 0;
      ticking = true;
      world.schedule(UNIT, this);
    }
    return now;
  }

  @Override
  public void run() {
    unit = exact(world);
    if (asked) {
      asked = false;
      world.schedule(UNIT, this);
    } else {
      ticking = false;
    }
  }

  static int exact(World world) {
    return (int) (world.nanoTime() >> Sighting.AGE_SHIFT);
  }

  /// Apart, so that simulations need no real world.
  private static final class Real {
    static final CoarseClock CLOCK = new CoarseClock(World.current());
  }
}
