package dev.treadle.test;

import java.util.Arrays;

/// Random priorities, lowered at `depth - 1` random points of the run.
///
/// The algorithm wants to know how long the run is. We do not, so each seed first draws a guess
/// from the powers of two; that costs a factor of the number of guesses in the paper's bound and
/// spares the user a parameter.
final class PctChooser implements Chooser {

  private static final int SHORTEST_LOG2 = 3;
  private static final int LONGEST_LOG2 = 14;

  private final SeededRandom random;
  private final long[] changePoints;
  private long choices;
  private long lowest; // every lowered priority is below all before it

  PctChooser(SeededRandom random, int depth) {
    this.random = random;
    int length = 1 << (SHORTEST_LOG2 + random.below(LONGEST_LOG2 - SHORTEST_LOG2));
    changePoints = new long[depth - 1];
    Arrays.setAll(changePoints, i -> random.below(length));
  }

  @Override
  public void adopted(SimTask task) {
    task.priority = random.next() >>> 1;
  }

  @Override
  public void yielded(SimTask task) {
    // A loop that yields until something happens must not keep the one that would make it happen
    // from running.
    task.priority = --lowest;
  }

  @Override
  public int choose(ReadyQueue ready, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (ready.get(i).priority > ready.get(best).priority) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public boolean preempts(SimTask running, ReadyQueue ready) {
    long now = choices++;
    for (long point : changePoints) {
      if (point == now) {
        running.priority = --lowest;
      }
    }
    return ready.get(choose(ready, ready.size())).priority > running.priority;
  }
}
