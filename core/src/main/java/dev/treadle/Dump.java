package dev.treadle;

import dev.treadle.monitor.TaskTree;
import java.io.PrintStream;

/// Where everything stands, in words: the tree of tasks, and the stacks of the first of them.
final class Dump {

  private static final int STACKS = 100;

  private Dump() {}

  static void print(PrintStream out) {
    var tree = TaskTree.capture();
    out.println(tree);
    tree.entries().stream().limit(STACKS).forEach(entry -> print(entry, out));
  }

  private static void print(TaskTree.Entry entry, PrintStream out) {
    var stack = entry.stack();
    if (!stack.isEmpty()) {
      out.println(entry.path());
      stack.forEach(frame -> out.println("    at " + frame));
    }
  }
}
