package dev.treadle.internal;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way from the monitor to the tasks, which are hidden in another package.
public final class Probe {

  private static volatile @Nullable Supplier<List<Sighting>> tree;

  private Probe() {}

  /// Called by the tasks' side once it exists.
  public static void install(Supplier<List<Sighting>> source) {
    tree = source;
  }

  /// Returns all tasks of the calling thread's world: parents before children, siblings in order.
  public static List<Sighting> look() {
    try {
      Class.forName("dev.treadle.Roots");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("treadle-core is incomplete: no dev.treadle.Roots", e);
    }
    return Objects.requireNonNull(tree).get();
  }
}
