package dev.treadle.house;

import java.util.ArrayList;
import java.util.List;

/// What a rule says about a checkout after the exceptions were subtracted; it holds if empty.
///
/// @param broken what breaks the rule and is not excused
/// @param unneeded exceptions that excuse nothing
record Verdict(String rule, List<Finding> broken, List<HouseExceptions.Row> unneeded) {

  static Verdict of(Rule rule, List<Finding> findings, HouseExceptions exceptions) {
    return new Verdict(
        rule.name(), exceptions.unexcused(rule, findings), exceptions.unneeded(rule, findings));
  }

  boolean holds() {
    return broken.isEmpty() && unneeded.isEmpty();
  }

  @Override
  public String toString() {
    var lines = new ArrayList<>(List.of("house rule '" + rule + "' is broken:"));
    broken.forEach(finding -> lines.add("  " + finding));
    if (!broken.isEmpty()) {
      lines.add(
          "  (where it must be so, ARCHITECTURE.md, \"Exceptions to the house rules\": | `%s` | `%s` | why |)"
              .formatted(rule, broken.getFirst().name()));
    }
    for (var row : unneeded) {
      lines.add(
          "  ARCHITECTURE.md: expected exceptions that are needed, found one for '%s', which obeys: drop it"
              .formatted(row.name()));
    }
    return String.join("\n", lines);
  }
}
