package dev.treadle.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// The rows as text columns for a terminal.
final class Table {

  private static final List<String> HEAD =
      List.of("claim", "unit", "Treadle", "peer", "peer's", "ratio", "target", "");

  private Table() {}

  static String of(List<Outcome> outcomes) {
    var lines = new ArrayList<List<String>>();
    lines.add(HEAD);
    outcomes.forEach(outcome -> lines.add(cells(outcome)));
    var text = new StringBuilder();
    lines.forEach(line -> text.append(padded(line, lines)).append('\n'));
    return text.toString();
  }

  /// Returns what stands in the columns of [#of(List)] and of the Markdown table.
  static List<String> cells(Outcome outcome) {
    var claim = outcome.claim();
    var target = outcome.hasTarget() ? Numbers.shown(outcome.target()) : "-";
    return switch (outcome) {
      case Outcome.Compared compared ->
          List.of(
              claim.name(),
              claim.unit(),
              Numbers.shown(compared.treadle()),
              compared.peer(),
              Numbers.shown(compared.rival()),
              Numbers.shown(compared.ratio()),
              target,
              verdict(compared));
      case Outcome.Failed failed ->
          List.of(claim.name(), claim.unit(), "-", failed.peer(), "-", "-", target, "FAILED");
    };
  }

  private static String verdict(Outcome.Compared row) {
    if (!row.hasTarget()) {
      return "no target";
    }
    return row.met() ? "met" : "MISSED";
  }

  static List<String> head() {
    return HEAD;
  }

  private static String padded(List<String> line, List<List<String>> lines) {
    var text = new StringBuilder();
    for (int column = 0; column < line.size(); column++) {
      int at = column;
      int width = lines.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
      text.append(line.get(column)).repeat(' ', width - line.get(column).length() + 2);
    }
    return text.toString().stripTrailing();
  }
}
