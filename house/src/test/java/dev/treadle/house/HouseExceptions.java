package dev.treadle.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The exceptions to the house rules, as the table in `ARCHITECTURE.md` lists them.
record HouseExceptions(List<Row> rows) {

  private static final String HEADING = "## Exceptions to the house rules";
  private static final Pattern ROW =
      Pattern.compile("^\\| *`([^`]+)` *\\| *([^|]+?) *\\| *([^|]*?) *\\|$");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  /// One rule suspended for one name.
  record Row(String rule, String name, String reason) {}

  /// Reads the table, whose rows are a rule, one or more names, and the reason.
  static HouseExceptions in(String architecture) {
    var rows = new ArrayList<Row>();
    for (var line : section(architecture)) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        NAME.matcher(row.group(2))
            .results()
            .forEach(name -> rows.add(new Row(row.group(1), name.group(1), row.group(3))));
      }
    }
    return new HouseExceptions(List.copyOf(rows));
  }

  /// Returns the findings that no row excuses.
  List<Finding> unexcused(Rule rule, List<Finding> findings) {
    return findings.stream().filter(finding -> !excuses(rule, finding.name())).toList();
  }

  /// Returns the rows of a rule that excuse nothing any more.
  List<Row> unneeded(Rule rule, List<Finding> findings) {
    var names = findings.stream().map(Finding::name).toList();
    return rows.stream()
        .filter(row -> row.rule().equals(rule.name()) && !names.contains(row.name()))
        .toList();
  }

  private boolean excuses(Rule rule, String name) {
    return rows.stream().anyMatch(row -> row.rule().equals(rule.name()) && row.name().equals(name));
  }

  private static List<String> section(String architecture) {
    return architecture
        .lines()
        .dropWhile(line -> !line.equals(HEADING))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .toList();
  }
}
