package dev.treadle;

import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds out whether a program waits for nothing but a task that called `System.exit`.
final class ExitCaller {

  private ExitCaller() {}

  /// Whether the strand, or everything it waits for, is inside `System.exit`.
  static boolean isAllThatRunsIn(Strand strand) {
    var waitedFor = new ArrayList<Strand>();
    for (var group = strand.groups(); group != null; group = group.nextOpen) {
      group.forEachChild(waitedFor::add);
    }
    if (strand.innermost() instanceof Offload<?> offload && offload.worker() != null) {
      waitedFor.add(offload.worker());
    }
    if (waitedFor.isEmpty()) {
      return isExiting(strand.threadOrNull());
    }
    return waitedFor.stream().allMatch(ExitCaller::isAllThatRunsIn);
  }

  private static boolean isExiting(@Nullable Thread thread) {
    return thread != null
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame ->
                frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit"));
  }
}
