package dev.treadle.test.agent;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which race points are a simulation's own: those in the packages that it named, and not those
/// that another simulation had inserted into other classes of the same JVM.
///
/// Each class with race points has a number, which its points tell. Not thread-safe.
public final class RacePoints {

  // By their numbers, the internal names.
  private static final List<String> CLASSES = new CopyOnWriteArrayList<>();

  private static final byte OWN = 1;
  private static final byte FOREIGN = 2;

  private final List<String> packages;
  private byte[] known = new byte[0]; // by the classes' numbers

  private RacePoints(List<String> packages) {
    this.packages = packages;
  }

  /// Returns the race points in these packages and those below them; a name may also be a class's.
  public static RacePoints in(Set<String> packages) {
    return new RacePoints(packages.stream().map(name -> name.replace('.', '/')).toList());
  }

  /// Returns whether the points of a class, by its number, are among them.
  public boolean include(int number) {
    if (packages.isEmpty()) {
      return false;
    }
    if (number >= known.length) {
      known = Arrays.copyOf(known, CLASSES.size());
    }
    if (known[number] == 0) {
      known[number] = isIn(packages, CLASSES.get(number)) ? OWN : FOREIGN;
    }
    return known[number] == OWN;
  }

  /// Returns the number of a class, by its internal name.
  static synchronized int numberOf(String name) {
    int number = CLASSES.indexOf(name);
    if (number < 0) {
      number = CLASSES.size();
      CLASSES.add(name);
    }
    return number;
  }

  /// Returns whether a class is one of those named, in one of the packages, or in one below.
  static boolean isIn(Iterable<String> packages, String name) {
    for (var prefix : packages) {
      if (name.startsWith(prefix) && isBoundary(name, prefix.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBoundary(String name, int end) {
    return end == 0 || name.length() == end || name.charAt(end) == '/' || name.charAt(end) == '$';
  }
}
