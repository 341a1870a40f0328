package dev.treadle.benchmarks;

import java.util.Locale;

/// Numbers as a person reads them.
final class Numbers {

  private Numbers() {}

  /// Returns about three significant digits, with thousands marked: `0.0123`, `4.57`, `28,431`.
  static String shown(double value) {
    double size = Math.abs(value);
    String format;
    if (size >= 100) {
      format = "%,.0f";
    } else if (size >= 10) {
      format = "%.1f";
    } else {
      format = size >= 0.1 ? "%.2f" : "%.3g";
    }
    return String.format(Locale.ROOT, format, value);
  }

  /// Returns median and extremes: `4.57 (4.41..5.02)`; a lone value without extremes.
  static String shown(Samples samples) {
    return samples.values().size() == 1
        ? shown(samples.median())
        : "%s (%s..%s)"
            .formatted(shown(samples.median()), shown(samples.min()), shown(samples.max()));
  }
}
