package dev.treadle.resource;

import dev.treadle.seam.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A time without attempts to open, after one has failed: longer each time in a row. Guarded by the
/// pool's lock.
final class Pause {

  private static final long SHORTEST = Duration.ofMillis(100).toNanos();
  private static final int DOUBLINGS = 6;

  private final World world;
  private final Runnable end;
  private World.@Nullable Timer timer;
  private int failures;

  Pause(World world, Runnable end) {
    this.world = world;
    this.end = end;
  }

  boolean isOn() {
    return timer != null;
  }

  /// An attempt has failed.
  void begin() {
    if (timer == null) {
      timer = world.schedule(SHORTEST << Math.min(failures, DOUBLINGS), end);
      failures++;
    }
  }

  /// Its time is over.
  void ended() {
    timer = null;
  }

  /// An attempt has succeeded, or nobody will make one any more.
  void cancel() {
    failures = 0;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
