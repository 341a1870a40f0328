package dev.treadle.benchmarks;

import java.util.List;

/// The command line.
///
/// @param area the area's name
/// @param quick a rough answer within a minute
/// @param markdown print a section for RESULTS.md instead of the table
record Options(String area, boolean quick, boolean markdown) {

  static final String USAGE = "usage: ./treadle bench AREA [--quick] [--markdown]";

  /// @throws IllegalArgumentException if the words are not those of the usage
  static Options parse(List<String> words) {
    var flags = words.stream().filter(word -> word.startsWith("-")).toList();
    var areas = words.stream().filter(word -> !word.startsWith("-")).toList();
    for (var flag : flags) {
      if (!flag.equals("--quick") && !flag.equals("--markdown")) {
        throw new IllegalArgumentException("expected --quick or --markdown, got '" + flag + "'");
      }
    }
    if (areas.size() != 1) {
      throw new IllegalArgumentException(
          "expected one of the areas listed below, got "
              + (areas.isEmpty() ? "none" : "'" + String.join("' and '", areas) + "'"));
    }
    return new Options(areas.getFirst(), flags.contains("--quick"), flags.contains("--markdown"));
  }

  Plan plan(Area measured) {
    return quick
        ? Plan.QUICK.with(measured.quickRounds(), measured.quickBudget())
        : Plan.FULL.with(measured.rounds(), measured.budget());
  }

  String command() {
    return "./treadle bench " + area + (quick ? " --quick" : "");
  }
}
