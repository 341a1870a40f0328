package dev.treadle.test;

import java.util.Arrays;

/// Walks the tree of all schedules depth first; one instance serves a whole exploration.
///
/// Forced switches are bounded, as in CHESS (Musuvathi and Qadeer, PLDI 2007): most bugs need no
/// more than two, and the tree without a bound is too large for anything.
final class DfsChooser implements Chooser {

  private final int maxSwitches;
  private int[] chosen = new int[64];
  private int[] options = new int[64];
  private int length; // of the path to the present leaf
  private int position;
  private int switches;
  private boolean exhausted;

  DfsChooser(int maxSwitches) {
    this.maxSwitches = maxSwitches;
  }

  @Override
  public int choose(ReadyQueue ready, int count) {
    return next(count);
  }

  @Override
  public boolean preempts(SimTask running, ReadyQueue ready) {
    if (switches >= maxSwitches || next(2) == 0) {
      return false;
    }
    switches++;
    return true;
  }

  /// Goes back to the root for the next schedule.
  void advance() {
    position = 0;
    switches = 0;
    while (length > 0 && chosen[length - 1] + 1 == options[length - 1]) {
      length--;
    }
    if (length == 0) {
      exhausted = true;
    } else {
      chosen[length - 1]++;
    }
  }

  /// Returns whether every schedule has been walked.
  boolean isExhausted() {
    return exhausted;
  }

  private int next(int count) {
    if (position == length) {
      if (length == chosen.length) {
        chosen = Arrays.copyOf(chosen, length * 2);
        options = Arrays.copyOf(options, length * 2);
      }
      chosen[length] = 0;
      options[length++] = count;
    }
    // A run that is not a function of its schedule may offer fewer options than last time; the
    // self-check reports it.
    return Math.min(chosen[position++], count - 1);
  }
}
