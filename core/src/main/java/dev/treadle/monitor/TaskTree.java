package dev.treadle.monitor;

import dev.treadle.internal.Probe;
import dev.treadle.internal.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All tasks of this JVM as they looked for a moment: who they are, what they do, who waits for
/// whom.
///
/// {@snippet class=dev.treadle.monitor.MonitorSnippets region=capture lang=java}
///
/// Taking it stops nobody: each task is seen at a moment of its own, so what changes meanwhile may
/// be in it half. A cycle is looked at twice before it is reported. In a simulation it shows the
/// simulation's tasks.
///
/// Immutable. `./treadle pstree PID` shows it for another program.
public final class TaskTree {

  private final List<Entry> entries;
  private final List<Cycle> cycles;

  TaskTree(List<Sighting> sightings) {
    this.entries = sightings.stream().map(Entry::of).toList();
    this.cycles = Waits.cycles(sightings, entries);
  }

  /// Takes a look. The cost is some microseconds a task; no stack is walked.
  public static TaskTree capture() {
    return new TaskTree(Probe.look());
  }

  /// Returns groups and tasks, parents before children, siblings in the order in which they were
  /// started.
  public List<Entry> entries() {
    return entries;
  }

  /// Returns the deadlocks: tasks in a circle, each of which waits for the next. A task is in one
  /// at most.
  public List<Cycle> cycles() {
    return cycles;
  }

  /// Returns a table of all tasks, a line each, with the deadlocks below, as `./treadle ps` prints
  /// it.
  public String table() {
    return TableText.of(this);
  }

  /// Returns an indented tree with the deadlocks below, as `./treadle pstree` prints it. Of many
  /// siblings only the first hundred are shown.
  @Override
  public String toString() {
    return TreeText.of(this);
  }

  /// What an entry is.
  public enum Kind {
    /// What `Treadle.run` runs.
    PROGRAM,
    /// A thread inside a block of Treadle that is no task: a user's own, or one that works for a
    /// task.
    THREAD,
    /// A group of tasks.
    GROUP,
    /// A task.
    TASK,
    /// A task that is cancelled when the others of its group have ended.
    DAEMON
  }

  /// What a task or a group does.
  public enum State {
    /// It runs, or could if there were a free carrier.
    RUNNING,
    /// It waits.
    WAITING,
    /// It waits for the end of its own tasks.
    JOINING,
    /// It is cancelled and has not ended.
    CANCELLING,
    /// It is cancelled, and a shield lets it go on for a while.
    SHIELDED
  }

  /// A group or a task.
  ///
  /// @param depth how far below the top, which is 0
  /// @param kind what it is
  /// @param path its place in the tree, such as `orders/fetch-3`
  /// @param state what it does
  /// @param age how long ago it was started, to about 20 ms; wrong after 400 days
  /// @param waitsFor what it waits for, if it waits and somebody knows
  /// @param reason why it was cancelled, if it was
  /// @param thread its thread, for a stack trace on demand; a group has none
  public record Entry(
      int depth,
      Kind kind,
      String path,
      State state,
      Duration age,
      @Nullable String waitsFor,
      @Nullable String reason,
      @Nullable Thread thread) {

    static Entry of(Sighting sighting) {
      return new Entry(
          sighting.depth(),
          Kind.valueOf(sighting.role().name()),
          label(sighting),
          State.valueOf(sighting.condition().name()),
          Duration.ofNanos(sighting.ageNanos()),
          sighting.waitsFor(),
          sighting.reason(),
          sighting.thread());
    }

    private static String label(Sighting sighting) {
      var path = sighting.path();
      if (!path.isEmpty() || sighting.role() == Sighting.Role.GROUP) {
        return path;
      }
      return sighting.thread() == null || sighting.thread().getName().isEmpty()
          ? "unnamed"
          : sighting.thread().getName();
    }

    /// Returns where its thread is now, which may be elsewhere than when the tree was taken; empty
    /// for a group, and when the thread has ended. Takes some 50 microseconds.
    public List<StackTraceElement> stack() {
      return thread == null ? List.of() : List.of(thread.getStackTrace());
    }
  }

  /// A deadlock.
  ///
  /// @param tasks each waits for the next, the last for the first
  public record Cycle(List<Entry> tasks) {

    /// Copies the list.
    public Cycle {
      tasks = List.copyOf(tasks);
    }

    /// Returns the circle in one line.
    @Override
    public String toString() {
      var line = new StringBuilder();
      for (var task : tasks) {
        line.append(task.path()).append(" waits for ");
        var waitsFor = Objects.requireNonNullElse(task.waitsFor(), "");
        if (!tasks.stream().map(Entry::path).anyMatch(waitsFor::equals)) {
          line.append(waitsFor).append(waitsFor.isEmpty() ? "" : " of ");
        }
      }
      return line.append(tasks.getFirst().path()).toString();
    }
  }

  /// Returns the entry of a path, the first if there are several.
  public Optional<Entry> find(String path) {
    return entries.stream().filter(entry -> entry.path().equals(path)).findFirst();
  }
}
