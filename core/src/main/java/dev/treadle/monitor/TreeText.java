package dev.treadle.monitor;

import dev.treadle.monitor.TaskTree.Entry;
import dev.treadle.monitor.TaskTree.Kind;
import dev.treadle.monitor.TaskTree.State;
import java.util.ArrayList;
import java.util.List;

/// A tree of tasks as an indented text.
final class TreeText {

  private static final int SIBLINGS_SHOWN = 100;

  private final List<Entry> entries;
  private final StringBuilder text = new StringBuilder();

  /// For each depth, whether more siblings come below on that depth.
  private final List<Boolean> rails = new ArrayList<>();

  /// For each depth, how many siblings there were up to here.
  private final List<Integer> siblings = new ArrayList<>();

  private TreeText(List<Entry> entries) {
    this.entries = entries;
  }

  static String of(TaskTree tree) {
    if (tree.entries().isEmpty()) {
      return "no tasks\n";
    }
    var text = new TreeText(tree.entries());
    text.lines();
    tree.cycles().forEach(cycle -> text.text.append("deadlock: ").append(cycle).append('\n'));
    return text.text.toString();
  }

  private void lines() {
    boolean[] last = lastSiblings();
    for (int i = 0; i < entries.size(); ) {
      int depth = entries.get(i).depth();
      count(depth);
      if (depth > 0 && siblings.get(depth) > SIBLINGS_SHOWN) {
        i = skipSiblings(i);
        continue;
      }
      indent(depth, last[i]);
      text.append(describe(entries.get(i))).append('\n');
      i++;
    }
  }

  private void count(int depth) {
    while (siblings.size() <= depth) {
      siblings.add(0);
      rails.add(false);
    }
    siblings.set(depth, siblings.get(depth) + 1);
    for (int deeper = depth + 1; deeper < siblings.size(); deeper++) {
      siblings.set(deeper, 0);
    }
  }

  /// Says in one line how many more there are; returns where what follows them begins.
  private int skipSiblings(int from) {
    int depth = entries.get(from).depth();
    int more = 0;
    int i = from;
    for (; i < entries.size() && entries.get(i).depth() >= depth; i++) {
      more += entries.get(i).depth() == depth ? 1 : 0;
    }
    indent(depth, true);
    text.append("... and ").append(more).append(" more\n");
    return i;
  }

  /// From the end, so that one pass tells of each entry whether a sibling follows.
  private boolean[] lastSiblings() {
    var last = new boolean[entries.size()];
    var followed = new ArrayList<Boolean>();
    for (int i = entries.size() - 1; i >= 0; i--) {
      int depth = entries.get(i).depth();
      while (followed.size() <= depth) {
        followed.add(false);
      }
      last[i] = !followed.get(depth);
      followed.set(depth, true);
      followed.subList(depth + 1, followed.size()).clear();
    }
    return last;
  }

  private void indent(int depth, boolean last) {
    rails.set(depth, !last);
    if (depth == 0) {
      return;
    }
    for (int above = 1; above < depth; above++) {
      text.append(rails.get(above) ? "│  " : "   ");
    }
    text.append(last ? "└─ " : "├─ ");
  }

  private static String describe(Entry entry) {
    return name(entry) + ": " + activity(entry) + ", " + AgeText.of(entry.age());
  }

  private static String name(Entry entry) {
    return switch (entry.kind()) {
      case GROUP -> entry.path().isEmpty() ? "group" : "group " + entry.path();
      case THREAD -> "thread " + entry.path();
      case DAEMON -> "daemon " + entry.path();
      case PROGRAM, TASK -> entry.path();
    };
  }

  static String activity(Entry entry) {
    var activity =
        new StringBuilder(
            entry.kind() == Kind.GROUP && entry.state() == State.RUNNING
                ? "open"
                : word(entry.state()));
    if (entry.reason() != null) {
      activity.append(" (").append(entry.reason()).append(')');
    }
    if (entry.waitsFor() != null) {
      activity
          .append(
              entry.state() == State.CANCELLING || entry.state() == State.SHIELDED
                  ? ", waiting for "
                  : " for ")
          .append(entry.waitsFor());
    }
    return activity.toString();
  }

  static String word(State state) {
    return switch (state) {
      case RUNNING -> "running";
      case WAITING, JOINING -> "waiting";
      case CANCELLING -> "cancelling";
      case SHIELDED -> "shielded";
    };
  }
}
