package dev.treadle.test;

import dev.treadle.seam.TaskEvents;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What library code under test says through the seam: names of tasks, and what it opened and
/// closed.
final class Resources implements TaskEvents {

  private final Map<Thread, Supplier<String>> paths = new IdentityHashMap<>();

  // In the order of opening, so that reports are the same in every run; the key compares by
  // identity.
  private final Map<Identity, Supplier<String>> open = new LinkedHashMap<>();

  private record Identity(Object object) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Identity(var that) && that == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  @Override
  public void taskStarted(Thread thread, Supplier<String> path) {
    paths.put(thread, path);
  }

  @Override
  public void taskEnded(Thread thread) {
    paths.remove(thread);
  }

  @Override
  public void resourceOpened(Object resource, Supplier<String> description) {
    open.put(new Identity(resource), description);
  }

  @Override
  public void resourceClosed(Object resource) {
    open.remove(new Identity(resource));
  }

  /// Returns the path of the task that runs on a thread, or `null` if the thread runs none.
  @Nullable String pathOf(Thread thread) {
    var path = paths.get(thread);
    return path == null ? null : path.get();
  }

  List<String> stillOpen() {
    return open.values().stream().map(Supplier::get).toList();
  }
}
