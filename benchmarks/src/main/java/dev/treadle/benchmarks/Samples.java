package dev.treadle.benchmarks;

import java.util.List;

/// The values of one side, one a round.
record Samples(List<Double> values) {

  Samples {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("expected at least one value, got none");
    }
    values = values.stream().sorted().toList();
  }

  static Samples of(Double... values) {
    return new Samples(List.of(values));
  }

  double median() {
    int middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }

  double min() {
    return values.getFirst();
  }

  double max() {
    return values.getLast();
  }
}
