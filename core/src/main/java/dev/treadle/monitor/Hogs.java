package dev.treadle.monitor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Tells tasks that keep their carrier from those that are only busy.
///
/// A task is a hog if it was found on the same carrier in every sample of a second in which no new
/// thread got to run at all. Where many share a carrier fairly, none of them is found there every
/// time; where a carrier is free, nobody suffers.
final class Hogs {

  /// A task that is on a carrier now.
  record Mounted(Thread thread, String carrier) {}

  private record Streak(String carrier, int samples) {}

  private final int limit;
  private Map<Thread, Streak> streaks = new IdentityHashMap<>();

  /// @param limit after how many samples in a row a task is a hog
  Hogs(int limit) {
    this.limit = limit;
  }

  /// Takes a sample and returns those who have just become hogs.
  List<Thread> observe(Collection<Mounted> mounted) {
    var found = new ArrayList<Thread>();
    var next = new IdentityHashMap<Thread, Streak>();
    for (var one : mounted) {
      var before = streaks.get(one.thread());
      int samples =
          before != null && before.carrier().equals(one.carrier()) ? before.samples() + 1 : 1;
      next.put(one.thread(), new Streak(one.carrier(), samples));
      if (samples == limit) {
        found.add(one.thread());
      }
    }
    streaks = next;
    return found;
  }

  /// Somebody else got to run.
  void reset() {
    streaks = new IdentityHashMap<>();
  }
}
