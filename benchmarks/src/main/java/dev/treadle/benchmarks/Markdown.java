package dev.treadle.benchmarks;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// The rows as a section of `RESULTS.md`.
final class Markdown {

  private Markdown() {}

  static String section(
      Area area, Options options, List<Outcome> outcomes, Machine machine, LocalDate date) {
    return """
    ## %s

    %s. `%s`, %s, commit %s; %s; %s; %s. Median (min..max); a ratio above 1 is better for Treadle.

    """
            .formatted(
                area.name(),
                area.title(),
                options.command(),
                date,
                machine.commit(),
                machine.cpu(),
                machine.system(),
                machine.jdk())
        + line(Table.head())
        + line(Collections.nCopies(Table.head().size(), "---"))
        + outcomes.stream().map(Table::cells).map(Markdown::line).collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
