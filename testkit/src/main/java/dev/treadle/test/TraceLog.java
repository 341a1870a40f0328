package dev.treadle.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Remembers a run: a hash over all its steps, and the last of them in full.
final class TraceLog {

  static final int KEPT = 50;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;

  private final @Nullable SimTask[] tasks = new @Nullable SimTask[KEPT];
  private final long[] times = new long[KEPT];
  private long steps;
  private long hash = FNV_OFFSET;

  void add(SimTask task, long nanos) {
    int slot = (int) (steps % KEPT);
    tasks[slot] = task;
    times[slot] = nanos;
    steps++;
    hash = (hash ^ task.id) * FNV_PRIME;
    hash = (hash ^ nanos) * FNV_PRIME;
  }

  Trace snapshot() {
    var last = new ArrayList<Trace.Step>();
    for (long step = Math.max(0, steps - KEPT); step < steps; step++) {
      int slot = (int) (step % KEPT);
      var task = tasks[slot];
      if (task != null) {
        last.add(new Trace.Step(step, task.toString(), Duration.ofNanos(times[slot])));
      }
    }
    return new Trace(steps, hash, List.copyOf(last));
  }
}
