package dev.treadle;

import dev.treadle.internal.Probe;
import dev.treadle.internal.Sighting;
import dev.treadle.internal.Sighting.Condition;
import dev.treadle.internal.Sighting.Role;
import dev.treadle.monitor.Held;
import dev.treadle.seam.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One look at all tasks of a world, while they run on.
///
/// Nothing is stopped: each task is seen at a moment of its own. Iterative, because a chain of
/// groups in groups may be deeper than a stack.
final class Sightings {

  static {
    Probe.install(Sightings::look);
  }

  private record Visit(int depth, Scope node) {}

  private final World world = World.current();
  private final long now = world.nanoTime();
  private final Map<Strand, List<Strand>> helpers = new IdentityHashMap<>();
  private final ArrayDeque<Visit> pending = new ArrayDeque<>();
  private final List<Sighting> seen = new ArrayList<>();

  private Sightings() {}

  static List<Sighting> look() {
    var sightings = new Sightings();
    sightings.pushAll(0, sightings.roots());
    sightings.visitAll();
    return sightings.seen;
  }

  /// Threads that work for a task stand below it.
  private List<Strand> roots() {
    var roots = new ArrayList<Strand>();
    for (var strand : Roots.all()) {
      if (strand.world() != world || strand.threadOrNull() == null) {
        continue;
      }
      if (strand.parent == null) {
        roots.add(strand);
      } else {
        helpers.computeIfAbsent(strand.parent.strand(), _ -> new ArrayList<>()).add(strand);
      }
    }
    roots.sort(Comparator.comparingLong(Sightings::threadId));
    return roots;
  }

  // Threads are numbered in the order in which they were made.
  private static long threadId(Strand strand) {
    var thread = strand.threadOrNull();
    return thread == null ? Long.MAX_VALUE : thread.threadId();
  }

  private void pushAll(int depth, List<? extends Scope> nodes) {
    for (var node : nodes.reversed()) {
      pending.push(new Visit(depth, node));
    }
  }

  private void visitAll() {
    while (!pending.isEmpty()) {
      var visit = pending.pop();
      if (visit.node() instanceof GroupScope group) {
        seen.add(group(visit.depth(), group));
        pushAll(visit.depth() + 1, children(group));
      } else {
        var strand = (Strand) visit.node();
        var thread = strand.threadOrNull();
        if (thread == null) {
          continue; // it has just ended
        }
        seen.add(strand(visit.depth(), strand, thread));
        pushAll(visit.depth() + 1, helpers.getOrDefault(strand, List.of()));
        pushAll(visit.depth() + 1, groups(strand));
      }
    }
  }

  /// The groups open on a strand, outermost first.
  private static List<GroupScope> groups(Strand strand) {
    var groups = new ArrayList<GroupScope>();
    for (var group = strand.groups(); group != null; group = group.nextOpen) {
      groups.add(group);
    }
    return groups.reversed();
  }

  private static List<Child<?>> children(GroupScope group) {
    var children = new ArrayList<Child<?>>();
    group.forEachChild(children::add);
    // Daemons are counted on their own.
    children.sort(
        Comparator.<Child<?>>comparingInt(child -> child.parent instanceof DaemonScope ? 1 : 0)
            .thenComparingInt(Child::number));
    return children;
  }

  private Sighting group(int depth, GroupScope group) {
    var condition = Condition.RUNNING;
    if (group.isCancelled()) {
      condition = Condition.CANCELLING;
    } else if (group.isJoining()) {
      condition = Condition.JOINING;
    }
    return new Sighting(
        depth,
        Role.GROUP,
        group.path(),
        null,
        condition,
        Ages.nanosSince(group.born, now),
        null,
        null,
        reason(group),
        List.of());
  }

  private Sighting strand(int depth, Strand strand, Thread thread) {
    var blocker = isWaiting(thread) ? LockSupport.getBlocker(thread) : null;
    var condition = condition(strand, thread, blocker);
    return new Sighting(
        depth,
        role(strand),
        strand.path(),
        thread,
        condition,
        Ages.nanosSince(strand.born, now),
        blocker,
        waitsFor(strand, blocker),
        reason(strand.innermost()),
        awaits(blocker));
  }

  private static Role role(Strand strand) {
    return switch (strand) {
      case Child<?> child when child.parent instanceof DaemonScope -> Role.DAEMON;
      case Child<?> _ -> Role.TASK;
      case MainTask<?> _ -> Role.PROGRAM;
      default -> Role.THREAD;
    };
  }

  private static Condition condition(Strand strand, Thread thread, @Nullable Object blocker) {
    if (Scope.cancelledFrom(strand.innermost()) != null) {
      return Condition.CANCELLING;
    }
    if (isShielded(strand.innermost())) {
      return Condition.SHIELDED;
    }
    if (blocker instanceof GroupScope) {
      return Condition.JOINING;
    }
    return isWaiting(thread) ? Condition.WAITING : Condition.RUNNING;
  }

  private static boolean isShielded(Scope innermost) {
    for (var scope = innermost; scope != null; scope = scope.parent) {
      if (scope.cancellation() != null) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWaiting(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }

  private static @Nullable String reason(Scope innermost) {
    var cancelled = Scope.cancelledFrom(innermost);
    var cancellation = cancelled == null ? null : cancelled.cancellation();
    return cancellation == null ? null : cancellation.origin.reason();
  }

  // --- Waits

  private static @Nullable String waitsFor(Strand strand, @Nullable Object blocker) {
    return switch (blocker) {
      case null -> null;
      case Child<?> child -> child.path();
      case GroupScope _ -> "its tasks";
      case Scope _, Cancellation _ -> null; // a moment between two states of the wake word
      default -> strand.isInWait() ? described(blocker) : lockName(blocker);
    };
  }

  private static String described(Object blocker) {
    try {
      return blocker.toString();
    } catch (RuntimeException | Error failure) {
      return lockName(blocker);
    }
  }

  /// What the JDK parks on: the name of the lock's class is more to people than its hash.
  private static String lockName(Object blocker) {
    var name = blocker.getClass().getName();
    name = name.substring(name.lastIndexOf('.') + 1);
    int nested = name.indexOf('$');
    return nested > 0 ? name.substring(0, nested) : name;
  }

  private static List<Thread> awaits(@Nullable Object blocker) {
    if (blocker instanceof GroupScope group) {
      var threads = new ArrayList<Thread>();
      group.forEachChild(child -> threads.addAll(threadOf(child)));
      return threads;
    }
    return switch (blocker) {
      case Child<?> child -> threadOf(child);
      case Held held -> holders(held);
      case null, default -> List.of();
    };
  }

  private static List<Thread> threadOf(Child<?> child) {
    var thread = child.threadOrNull();
    return thread == null ? List.of() : List.of(thread);
  }

  private static List<Thread> holders(Held held) {
    try {
      return held.holders().stream().filter(Objects::nonNull).toList();
    } catch (RuntimeException | Error failure) {
      return List.of();
    }
  }
}
