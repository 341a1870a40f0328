package dev.treadle.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The report on a simulation that is stuck: every thread, what it waits for, who owns that, and
/// the cycle.
///
/// Everything in it is the same in every run of the same schedule: locks are numbered, not shown by
/// their hash.
final class StuckReport {

  private static final int FRAMES = 8;

  private final Simulator simulator;
  private final Map<SimTask, ThreadReport> threads = new LinkedHashMap<>();
  private final Map<Object, Thread> owners = new IdentityHashMap<>();
  private final Map<Object, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  private StuckReport(Simulator simulator) {
    this.simulator = simulator;
    for (var task : simulator.liveTasks()) {
      var report = ThreadReport.of(task);
      threads.put(task, report);
      report.held().forEach(monitor -> owners.put(monitor, task.thread));
    }
    for (var report : threads.values()) {
      if (report.blocker() instanceof AbstractOwnableSynchronizer lock) {
        var owner = JdkInternals.owner(lock);
        if (owner != null) {
          owners.put(lock, owner);
        }
        noteJoin(lock);
      }
    }
  }

  /// A thread that joins another waits at a latch, which says nothing to a reader; who is joined
  /// does.
  private void noteJoin(Object latch) {
    for (var task : threads.keySet()) {
      if (JdkInternals.isEndOf(task.thread, latch)) {
        owners.put(latch, task.thread);
        names.put(latch, "the end");
      }
    }
  }

  /// Returns whether a task waits to enter a monitor that no thread of its simulation holds.
  static boolean isHeldOutside(Simulator simulator, SimTask task) {
    if (!task.isBlockedOnMonitor()) {
      return false;
    }
    var monitor = ThreadReport.of(task).blocker();
    return monitor != null
        && simulator.liveTasks().stream()
            .noneMatch(
                holder -> ThreadReport.of(holder).held().stream().anyMatch(h -> h == monitor));
  }

  static StuckReport of(Simulator simulator) {
    return new StuckReport(simulator);
  }

  /// Returns the report below a headline.
  String write(String headline) {
    var text = new StringBuilder(headline);
    text.append("\n  virtual time ")
        .append(simulator.time.elapsed())
        .append(", step ")
        .append(simulator.steps())
        .append(", seed ")
        .append(simulator.seed)
        .append('\n');
    threads.forEach((task, report) -> writeThread(text, task, report));
    writeCycle(text);
    writeSteps(text);
    return text.toString();
  }

  private void writeThread(StringBuilder text, SimTask task, ThreadReport report) {
    text.append("  ").append(label(task)).append(" is ").append(report.state());
    var blocker = report.blocker();
    if (blocker != null) {
      text.append(report.state() == Thread.State.BLOCKED ? " entering " : " waiting for ")
          .append(name(blocker));
      var owner = owners.get(blocker);
      if (owner != null) {
        text.append(isEnd(blocker) ? " of " : ", owned by ").append(label(owner));
      } else if (report.state() == Thread.State.BLOCKED) {
        text.append(", owned by a thread outside the simulation");
      }
    }
    text.append('\n');
    report.stack().stream()
        .filter(frame -> !isPlumbing(frame))
        .limit(FRAMES)
        .forEach(frame -> text.append("      at ").append(frame).append('\n'));
  }

  private void writeCycle(StringBuilder text) {
    for (var task : threads.keySet()) {
      var cycle = cycleFrom(task);
      if (!cycle.isEmpty()) {
        text.append("  cycle: ");
        for (var member : cycle) {
          var blocker = ThreadReport.of(member).blocker();
          text.append(label(member))
              .append(" waits for ")
              .append(blocker == null ? "something" : name(blocker))
              .append(" of ");
        }
        text.append(label(cycle.getFirst())).append('\n');
        return;
      }
    }
  }

  /// Returns the tasks of the cycle that a task is part of, beginning with it, or none.
  private List<SimTask> cycleFrom(SimTask start) {
    var path = new ArrayList<SimTask>();
    var task = start;
    while (task != null && !path.contains(task)) {
      path.add(task);
      task = ownerOfBlocker(task);
    }
    return task == start ? path : List.of();
  }

  private @Nullable SimTask ownerOfBlocker(SimTask task) {
    var report = threads.get(task);
    var owner = report == null ? null : owners.get(report.blocker());
    return threads.keySet().stream()
        .filter(other -> other.thread == owner)
        .findFirst()
        .orElse(null);
  }

  private void writeSteps(StringBuilder text) {
    text.append("  last steps:");
    var line = "";
    for (var next : entries(simulator.trace().last())) {
      if (line.length() + next.length() > 100) {
        text.append("\n   ").append(line);
        line = "";
      }
      line += next;
    }
    text.append("\n   ").append(line);
  }

  /// Returns a word for each step, several of the same thread at the same time as one.
  private static List<String> entries(List<Trace.Step> steps) {
    var entries = new ArrayList<String>();
    for (int i = 0, count = 1; i < steps.size(); i += count, count = 1) {
      var step = steps.get(i);
      while (i + count < steps.size() && isSame(step, steps.get(i + count))) {
        count++;
      }
      entries.add(
          " %s@%s%s".formatted(step.thread(), step.elapsed(), count > 1 ? "x" + count : ""));
    }
    return entries;
  }

  private static boolean isSame(Trace.Step one, Trace.Step other) {
    return one.thread().equals(other.thread()) && one.elapsed().equals(other.elapsed());
  }

  private boolean isEnd(Object blocker) {
    return "the end".equals(names.get(blocker));
  }

  private String label(SimTask task) {
    var path = simulator.resources.pathOf(task.thread);
    return path == null ? "'" + task + "'" : "'" + task + "' (task " + path + ")";
  }

  private String label(Thread thread) {
    return threads.keySet().stream()
        .filter(task -> task.thread == thread)
        .findFirst()
        .map(this::label)
        .orElse("'" + thread.getName() + "' outside the simulation");
  }

  private String name(Object lock) {
    return names.computeIfAbsent(
        lock,
        key -> {
          var type = nameOfType(key);
          return type + "#" + counts.merge(type, 1, Integer::sum);
        });
  }

  /// A lock's inner synchronizer is shown by the lock's own name, which is the one the user wrote.
  private static String nameOfType(Object lock) {
    var type = lock.getClass();
    if (lock instanceof Condition) {
      return "Condition";
    }
    var outer = type.getEnclosingClass();
    while (outer != null && type.getName().startsWith("java.util.concurrent.")) {
      type = outer;
      outer = type.getEnclosingClass();
    }
    return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
  }

  private static boolean isPlumbing(StackTraceElement frame) {
    var type = frame.getClassName();
    return type.startsWith("java.lang.VirtualThread")
        || type.startsWith("jdk.internal.")
        || type.startsWith("java.lang.System$")
        || type.startsWith("java.util.concurrent.locks.AbstractQueued")
        || type.equals(LockSupport.class.getName())
        || type.equals(MainThread.class.getName())
        || type.equals("java.lang.TreadleHook");
  }
}
