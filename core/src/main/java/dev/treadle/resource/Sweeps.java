package dev.treadle.resource;

import dev.treadle.seam.World;
import org.jspecify.annotations.Nullable;

/// The timer that closes items which nobody needs: there is one only while there are such items.
/// Guarded by the pool's lock.
final class Sweeps {

  private final World world;
  private final Runnable sweep;
  private World.@Nullable Timer timer;
  private int due;

  Sweeps(World world, Runnable sweep) {
    this.world = world;
    this.sweep = sweep;
  }

  /// Sees to it that there is a sweep by then.
  void by(int moment, int now) {
    if (timer != null && moment - due >= 0) {
      return;
    }
    stop();
    due = moment;
    timer = world.schedule(Moments.nanos(moment - now), sweep);
  }

  /// It has gone off.
  void begun() {
    timer = null;
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
