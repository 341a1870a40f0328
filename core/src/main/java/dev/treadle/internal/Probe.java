package dev.treadle.internal;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way from the monitor to the tasks, which are hidden in another package.
public final class Probe {

  private static volatile @Nullable Supplier<List<Sighting>> tree;

  private Probe() {}

  /// Called by the tasks' side when it is first asked for.
  public static void install(Supplier<List<Sighting>> source) {
    tree = source;
  }

  /// Returns all tasks of the calling thread's world: parents before children, siblings in order.
  public static List<Sighting> look() {
    initialize("dev.treadle.Sightings");
    return Objects.requireNonNull(tree).get();
  }

  /// Starts the watch over the carriers, if it is switched on.
  public static void watchCarriers() {
    initialize("dev.treadle.monitor.CarrierWatch");
  }

  private static void initialize(String type) {
    try {
      Class.forName(type);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("treadle-core is incomplete: expected " + type, e);
    }
  }
}
