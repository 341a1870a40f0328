package dev.treadle.test;

import org.jspecify.annotations.Nullable;

/// Words for two runs of one schedule that differ.
final class NondeterminismReport {

  private NondeterminismReport() {}

  static String of(long seed, Trace first, Trace second, @Nullable Throwable failure) {
    var text =
        new StringBuilder("seed ")
            .append(seed)
            .append(
                " was run twice and took two different courses: something outside the simulation")
            .append(
                " decides (state left by an earlier run, identity hash codes, set and map order,")
            .append(" a real clock, files, ECDSA signatures)");
    text.append("\n  first run: ").append(first.steps()).append(" steps");
    text.append("\n  second run: ").append(second.steps()).append(" steps");
    if (failure != null) {
      text.append(", and it failed: ").append(failure);
    }
    for (int i = 0; i < Math.min(first.last().size(), second.last().size()); i++) {
      var expected = first.last().get(i);
      var actual = second.last().get(i);
      if (!expected.equals(actual)) {
        text.append("\n  first difference shown: ")
            .append(expected)
            .append(" against ")
            .append(actual);
        break;
      }
    }
    return text.toString();
  }
}
