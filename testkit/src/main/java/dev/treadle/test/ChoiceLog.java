package dev.treadle.test;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The choices of a run, in order.
final class ChoiceLog {

  private int[] choices;
  private int size;

  ChoiceLog() {
    choices = new int[64];
  }

  ChoiceLog(int... choices) {
    this.choices = choices;
    this.size = choices.length;
  }

  void add(int choice) {
    if (size == choices.length) {
      choices = Arrays.copyOf(choices, Math.max(64, size * 2));
    }
    choices[size++] = choice;
  }

  int get(int index) {
    return choices[index];
  }

  int size() {
    return size;
  }

  ChoiceLog copy() {
    return new ChoiceLog(Arrays.copyOf(choices, size));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChoiceLog that
        && Arrays.equals(choices, 0, size, that.choices, 0, that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + choices[i];
    }
    return hash;
  }
}
