package dev.treadle.io.process;

import dev.treadle.Treadle;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A process and its descendants, to be ended together.
///
/// Who they are is asked before the first of them is told to go: a process whose parent has ended
/// is a descendant of nobody any more. For the same reason it is asked again before the last means.
final class ProcessTree {

  /// How long we wait for what SIGKILL ends. It ends at once, unless it is inside the system, as
  /// with a disk that hangs.
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private final Set<ProcessHandle> known = new LinkedHashSet<>();

  private ProcessTree(ProcessHandle root) {
    known.add(root);
  }

  /// Tells all of them to end, waits, and ends by force those that have not.
  ///
  /// @param grace how long they have
  static void end(ProcessHandle root, Duration grace) {
    var tree = new ProcessTree(root);
    Treadle.blocking(tree::terminate);
    if (!tree.awaitEnd(grace)) {
      Treadle.blocking(tree::kill);
      var _ = tree.awaitEnd(AFTER_KILL);
    }
  }

  private void terminate() {
    collect();
    known.forEach(ProcessHandle::destroy);
  }

  private void kill() {
    // Until there are no new ones: they may start others meanwhile.
    do {
      known.forEach(ProcessHandle::destroyForcibly);
    } while (collect());
  }

  /// Adds the descendants of those known. Returns whether there were new ones.
  private boolean collect() {
    boolean found = false;
    for (var process : List.copyOf(known)) {
      found |= known.addAll(process.descendants().toList());
    }
    return found;
  }

  private boolean awaitEnd(Duration bound) {
    return Treadle.moveOnAfter(bound, this::pollUntilEnd);
  }

  /// The JDK would have a thread for each, which looks three times a second.
  private void pollUntilEnd() {
    var pause = FIRST_PAUSE;
    while (!Treadle.<Boolean, RuntimeException>blocking(this::hasEnded)) {
      Treadle.sleep(pause);
      var next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }
  }

  private boolean hasEnded() {
    return known.stream().allMatch(ProcessTree::isGone);
  }

  // One that has ended and that nobody has buried yet is alive for the JDK, but has no program.
  private static boolean isGone(ProcessHandle process) {
    return !process.isAlive() || process.info().command().isEmpty();
  }
}
