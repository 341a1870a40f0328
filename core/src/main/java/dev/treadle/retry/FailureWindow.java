package dev.treadle.retry;

import dev.treadle.internal.Arguments;
import dev.treadle.internal.CoarseClock;
import dev.treadle.internal.Sighting;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts calls and failures of the last while, in ten slots of time. No lock: a slot is one
/// number, and whoever comes first in a new time begins it anew.
final class FailureWindow {

  private static final int SLOTS = 10;

  /// A slot: 22 bits of which time it is, 21 bits of calls, 21 bits of failures. A slot that was
  /// written to 4 million slots ago would be taken for one of now: with the shortest slots, after
  /// 19 hours in which no call came, by a chance of one in 4 million.
  private static final int COUNT_BITS = 21;

  private static final long COUNT = (1L << COUNT_BITS) - 1;
  private static final long TIME = (1L << (64 - 2 * COUNT_BITS)) - 1;

  private final World world;
  private final int slotUnits;
  private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

  FailureWindow(World world, Duration window) {
    this.world = world;
    long units = Math.min(Arguments.nanos(window) >> Sighting.AGE_SHIFT, Integer.MAX_VALUE);
    this.slotUnits = (int) Math.max(1, units / SLOTS);
    long before = time(now() - SLOTS) << (2 * COUNT_BITS);
    for (int i = 0; i < SLOTS; i++) {
      slots.setPlain(i, before);
    }
  }

  private int now() {
    return Math.floorDiv(CoarseClock.now(world), slotUnits);
  }

  private static long time(int slot) {
    return slot & TIME;
  }

  private static long calls(long slot) {
    return (slot >>> COUNT_BITS) & COUNT;
  }

  private static long failures(long slot) {
    return slot & COUNT;
  }

  /// Counts a call.
  void add(boolean failed) {
    int now = now();
    int index = Math.floorMod(now, SLOTS);
    long mark = time(now);
    long one = (1L << COUNT_BITS) + (failed ? 1 : 0);
    while (true) {
      long before = slots.get(index);
      long base = before >>> (2 * COUNT_BITS) == mark ? before : mark << (2 * COUNT_BITS);
      if (calls(base) == COUNT || slots.compareAndSet(index, before, base + one)) {
        return; // two million in a slot are enough to know
      }
    }
  }

  /// Returns what it has counted.
  Sum sum() {
    int now = now();
    int calls = 0;
    int failures = 0;
    for (int i = 0; i < SLOTS; i++) {
      long slot = slots.get(i);
      if (((time(now) - (slot >>> (2 * COUNT_BITS))) & TIME) < SLOTS) {
        calls += (int) calls(slot);
        failures += (int) failures(slot);
      }
    }
    return new Sum(calls, failures);
  }

  /// What is in the window.
  record Sum(int calls, int failures) {}
}
