package dev.treadle.monitor;

import dev.treadle.internal.Sighting;
import dev.treadle.monitor.TaskTree.Cycle;
import dev.treadle.monitor.TaskTree.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// The graph of who waits for whom, and its circles.
///
/// A thread needs *all* it waits for, so every circle is a deadlock.
final class Waits {

  private static final int NEW = 0;
  private static final int ON_PATH = 1;
  private static final int DONE = 2;

  /// A task under visit, and the next of its edges to follow.
  private static final class Step {
    final int node;
    int edge;

    Step(int node) {
      this.node = node;
    }
  }

  private final List<Sighting> sightings;
  private final Map<Thread, Integer> nodes = new IdentityHashMap<>();
  private final int[] marks;
  private final boolean[] reported;
  private final ArrayDeque<Step> path = new ArrayDeque<>();
  private final List<List<Integer>> circles = new ArrayList<>();

  private Waits(List<Sighting> sightings) {
    this.sightings = sightings;
    this.marks = new int[sightings.size()];
    this.reported = new boolean[sightings.size()];
    for (int node = 0; node < sightings.size(); node++) {
      var thread = sightings.get(node).thread();
      if (thread != null) {
        nodes.put(thread, node);
      }
    }
  }

  /// @param entries of the sightings, in the same order
  static List<Cycle> cycles(List<Sighting> sightings, List<Entry> entries) {
    var waits = new Waits(sightings);
    for (int node = 0; node < sightings.size(); node++) {
      if (waits.marks[node] == NEW) {
        waits.followFrom(node);
      }
    }
    return waits.circles.stream()
        .map(circle -> new Cycle(circle.stream().map(entries::get).toList()))
        .toList();
  }

  private void followFrom(int start) {
    enter(start);
    while (!path.isEmpty()) {
      var step = path.getLast();
      var awaits = sightings.get(step.node).awaits();
      if (step.edge == awaits.size()) {
        marks[step.node] = DONE;
        path.removeLast();
        continue;
      }
      var next = nodes.get(awaits.get(step.edge++));
      if (next != null && marks[next] == NEW) {
        enter(next);
      } else if (next != null && marks[next] == ON_PATH) {
        closed(next);
      }
    }
  }

  private void enter(int node) {
    marks[node] = ON_PATH;
    path.addLast(new Step(node));
  }

  private void closed(int first) {
    var circle = path.stream().map(step -> step.node).dropWhile(node -> node != first).toList();
    if (circle.stream().anyMatch(node -> reported[node])
        || !circle.stream().allMatch(this::stands)) {
      return;
    }
    circle.forEach(node -> reported[node] = true);
    circles.add(rotated(circle));
  }

  /// Whether the thread still waits for the same: two tasks that wait for each other in turns are
  /// no deadlock.
  private boolean stands(int node) {
    var sighting = sightings.get(node);
    return sighting.thread() != null
        && LockSupport.getBlocker(sighting.thread()) == sighting.blocker();
  }

  /// Begins with the task that is first in the tree.
  private static List<Integer> rotated(List<Integer> circle) {
    int[] order = circle.stream().mapToInt(Integer::intValue).toArray();
    int first = circle.indexOf(Arrays.stream(order).min().orElseThrow());
    var rotated = new ArrayList<>(circle.subList(first, circle.size()));
    rotated.addAll(circle.subList(0, first));
    return rotated;
  }
}
