package dev.treadle.house;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a rule says about a checkout after the exceptions were subtracted; it holds if empty.
record Verdict(String rule, List<String> complaints) {

  static Verdict of(Rule rule, List<Finding> findings, HouseExceptions exceptions) {
    var unexcused = exceptions.unexcused(rule, findings).stream().map(Finding::toString);
    var unneeded = exceptions.unneeded(rule, findings).stream().map(Verdict::unneeded);
    return new Verdict(rule.name(), Stream.concat(unexcused, unneeded).toList());
  }

  @Override
  public String toString() {
    return complaints.stream()
        .map(complaint -> "\n  " + complaint)
        .collect(Collectors.joining("", "house rule '" + rule + "' is broken:", ""));
  }

  private static String unneeded(HouseExceptions.Row row) {
    return "ARCHITECTURE.md: expected exceptions that are needed, found one for '%s', which obeys: drop it"
        .formatted(row.name());
  }
}
