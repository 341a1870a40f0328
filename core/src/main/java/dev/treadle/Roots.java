package dev.treadle;

import dev.treadle.internal.Probe;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The strands at the top of all trees: from here a report finds everything else.
final class Roots {

  private static final Set<Strand> ROOTS = ConcurrentHashMap.newKeySet();

  static {
    // Not by the lint itself: most programs should not load it.
    if (System.getProperty("treadle.lint.carrier-hog") != null) {
      Probe.watchCarriers();
    }
  }

  private Roots() {}

  static void add(Strand strand) {
    ROOTS.add(strand);
  }

  static void remove(Strand strand) {
    ROOTS.remove(strand);
  }

  static Set<Strand> all() {
    return ROOTS;
  }
}
