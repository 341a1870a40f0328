package dev.treadle;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Where everything stands, in words: every task, what it descends from, and its stack.
final class Dump {

  private Dump() {}

  static void print(PrintStream out) {
    Roots.all().forEach(root -> print(root, "", out));
  }

  private static void print(@Nullable Strand strand, String indent, PrintStream out) {
    var thread = strand == null ? null : strand.threadOrNull();
    if (strand == null || thread == null) {
      return;
    }
    out.println(indent + strand.describe() + " on " + thread);
    for (var frame : thread.getStackTrace()) {
      out.println(indent + "    at " + frame);
    }
    if (strand.innermost() instanceof Offload<?> offload) {
      print(offload.worker(), indent + "  ", out);
    }
    for (var group = strand.groups(); group != null; group = group.nextOpen) {
      group.forEachChild(child -> print(child, indent + "  ", out));
    }
  }
}
