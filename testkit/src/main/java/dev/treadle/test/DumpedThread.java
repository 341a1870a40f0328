package dev.treadle.test;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thread of a [ThreadDump].
///
/// @param state as the dump spells it
/// @param stack the lines of its stack, locks among the frames
/// @param platform the thread itself if it is a platform thread that still lives, else `null`: the
///   JVM gives out no virtual thread that one does not hold already
record DumpedThread(
    long id,
    String name,
    boolean virtual,
    String state,
    List<String> stack,
    @Nullable Thread platform) {

  /// Returns the frames alone, without locks: these name objects by a hash that differs from thread
  /// to thread.
  List<String> frames() {
    return stack.stream().filter(line -> line.startsWith("at ")).toList();
  }

  /// Returns whether a method, such as `ForkJoinPool.awaitWork`, is on the stack.
  boolean isIn(String method) {
    return stack.stream().anyMatch(frame -> frame.contains(method + "("));
  }

  String label() {
    return "'%s' (%s#%d)".formatted(name, virtual ? "virtual, " : "", id);
  }

  /// Returns the first lines of the stack, indented, each with a line break before it.
  String indentedStack(int most) {
    var text =
        stack.stream().limit(most).map(line -> "\n      " + line).collect(Collectors.joining());
    return stack.size() <= most ? text : text + "\n      ... " + (stack.size() - most) + " more";
  }
}
