package dev.treadle.monitor;

import dev.treadle.monitor.TaskTree.Entry;
import dev.treadle.monitor.TaskTree.Kind;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// A tree of tasks as a table, a line a task.
final class TableText {

  private static final List<String> HEAD = List.of("TID", "STATE", "AGE", "TASK", "WAITS FOR");

  private TableText() {}

  static String of(TaskTree tree) {
    var rows =
        tree.entries().stream()
            .filter(entry -> entry.kind() != Kind.GROUP)
            .map(TableText::row)
            .toList();
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(column ->
                rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .reduce(HEAD.get(column).length(), Math::max))
            .toArray();
    var text = new StringBuilder();
    append(text, HEAD, widths);
    rows.forEach(row -> append(text, row, widths));
    tree.cycles().forEach(cycle -> text.append("deadlock: ").append(cycle).append('\n'));
    return text.toString();
  }

  private static List<String> row(Entry entry) {
    return List.of(
        entry.thread() == null ? "-" : Long.toString(entry.thread().threadId()),
        TreeText.word(entry.state()),
        AgeText.of(entry.age()),
        entry.path(),
        Objects.requireNonNullElse(entry.waitsFor(), ""));
  }

  private static void append(StringBuilder text, List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      line.append(row.get(column)).repeat(' ', widths[column] + 2 - row.get(column).length());
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
