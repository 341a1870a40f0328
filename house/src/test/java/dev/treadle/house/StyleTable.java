package dev.treadle.house;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How each module measures against what the house aims at, for people to look at: nothing fails.
final class StyleTable {

  private static final double NONE = Double.POSITIVE_INFINITY;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("lines/file med", 0, 110, m -> Sizes.fileLines(m).percentile(50)),
          new Column("p90", 0, 350, m -> Sizes.fileLines(m).percentile(90)),
          new Column("lines/body med", 0, 4, m -> Sizes.bodyLines(m).percentile(50)),
          new Column("p90", 0, 16, m -> Sizes.bodyLines(m).percentile(90)),
          new Column("methods/type p90", 0, 14, m -> Sizes.publicMethods(m).percentile(90)),
          new Column("params p90", 0, 2, m -> Sizes.parameters(m).percentile(90)),
          new Column("hidden %", 50, NONE, m -> (double) HiddenTypes.percent(m)),
          new Column("inline/100", 2, 5, CodeLines::inlineComments),
          new Column("test:code", 1.6, NONE, CodeLines::testsPerCode),
          new Column("suite s", 0, 10, SuiteTime::of));

  private StyleTable() {}

  /// A measure and the range it should lie in.
  private record Column(
      String head, double least, double most, Function<BuildModule, Double> value) {

    String aim() {
      if (most == NONE) {
        return ">= " + number(least);
      }
      return least == 0 ? "<= " + number(most) : number(least) + "-" + number(most);
    }

    /// Writes the measure, with a mark if it misses the aim.
    String cell(BuildModule module) {
      double measured = value.apply(module);
      return number(measured) + (measured < least || measured > most ? "!" : "");
    }
  }

  /// Returns the table: a row of aims, then a row for each module with main code.
  static String of(Checkout checkout) {
    var modules = checkout.modules().stream().filter(module -> !module.main().isEmpty());
    var heads = row("module", COLUMNS.stream().map(Column::head));
    var aims = row("(aim)", COLUMNS.stream().map(Column::aim));
    var rows = modules.map(m -> row(m.name(), COLUMNS.stream().map(column -> column.cell(m))));
    return Stream.concat(Stream.of("House style (! misses its aim)", heads, aims), rows)
        .collect(Collectors.joining("\n"));
  }

  private static String row(String first, Stream<String> cells) {
    var values = cells.toList();
    var line = new StringBuilder("%-11s".formatted(first));
    for (int i = 0; i < values.size(); i++) {
      var width = Math.max(7, COLUMNS.get(i).head().length()) + 2;
      line.append(("%" + width + "s").formatted(values.get(i)));
    }
    return line.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? "%.0f".formatted(value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
