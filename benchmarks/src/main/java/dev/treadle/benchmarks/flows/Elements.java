package dev.treadle.benchmarks.flows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What goes through the flows: the numbers from 0, boxed once, because making them is not what is
/// measured.
public final class Elements {

  /// How much a buffer holds.
  public static final int ROOM = 64;

  /// How many elements are mapped at once.
  public static final int LIMIT = 100;

  /// How many stages make one more of each.
  public static final int STAGES = 5;

  private static List<Integer> made = List.of();

  private Elements() {}

  /// Returns so many numbers.
  public static synchronized List<Integer> ints(int count) {
    if (made.size() != count) {
      made = IntStream.range(0, count).boxed().collect(Collectors.toCollection(ArrayList::new));
    }
    return made;
  }

  /// Counts those that arrive as they must be: in order, and through all stages.
  public static final class Arrivals {
    private final int stages;
    private int count;

    /// Expects elements that so many stages have made one more each.
    public Arrivals(int stages) {
      this.stages = stages;
    }

    /// Takes the next element.
    public void accept(Integer element) {
      if (element == count + stages) {
        count++;
      }
    }

    /// Returns how many there were.
    public long count() {
      return count;
    }
  }
}
