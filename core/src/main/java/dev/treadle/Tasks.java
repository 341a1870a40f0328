package dev.treadle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Waits for several tasks that were started one by one.
///
/// These verbs only wait: they cancel nothing, and how a task ended is not their affair. A wait
/// that is cancelled leaves nothing behind in the tasks.
///
/// {@snippet class=dev.treadle.TasksSnippets region=waitFirst lang=java}
///
/// @see Treadle#gather to start several things and get all their values
/// @see Treadle#race to start several things and get the first value
public final class Tasks {

  private Tasks() {}

  /// Waits until one of the tasks has ended and returns it; see [#waitFirst(Collection)].
  ///
  /// @throws IllegalArgumentException if there are none
  /// @throws Cancelled if the calling task is cancelled while it waits
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <K extends Task<?>> K waitFirst(K... tasks) {
    return waitFirst(Arrays.asList(tasks));
  }

  /// Waits until one of the tasks has ended, however, and returns it. If several have ended
  /// already, it is the first of them in the collection's order.
  ///
  /// @throws IllegalArgumentException if there are none
  /// @throws Cancelled if the calling task is cancelled while it waits
  @SuppressWarnings("unchecked") // it is one of those that were given
  public static <K extends Task<?>> K waitFirst(Collection<? extends K> tasks) {
    var all = children(tasks);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("tasks: expected at least one, found none");
    }
    Waiter.checkCancelled();
    var waiter = new Waiter<Task<?>>(new FirstOf(all));
    int told = 0;
    try {
      while (told < all.size() && all.get(told).tell(waiter)) {
        told++;
      }
      if (told < all.size()) {
        waiter.wake(all.get(told));
      }
      return (K) waiter.await();
    } finally {
      all.subList(0, told).forEach(child -> child.forget(waiter));
    }
  }

  /// Waits until all the tasks have ended; see [#waitAll(Collection)].
  ///
  /// @throws Cancelled if the calling task is cancelled while it waits
  public static void waitAll(Task<?>... tasks) {
    waitAll(Arrays.asList(tasks));
  }

  /// Waits until all the tasks have ended, however. If there are none, it only checks for
  /// cancellation.
  ///
  /// @throws Cancelled if the calling task is cancelled while it waits
  /// @throws IllegalStateException if the calling task is one of them
  public static void waitAll(Collection<? extends Task<?>> tasks) {
    var all = children(tasks);
    Waiter.checkCancelled();
    all.forEach(Child::awaitEnd);
  }

  /// Has a waiter woken with the task when the task ends: for primitives of your own that wait for
  /// that among other things. Returns `false`, and does nothing, if it has ended already.
  ///
  /// Whoever waits no longer says so with [#forget(Task, Waiter)].
  public static boolean wakeAtEnd(Task<?> task, Waiter<? super Task<?>> waiter) {
    Objects.requireNonNull(waiter, "waiter");
    return ((Child<?>) Objects.requireNonNull(task, "task")).tell(tasks(waiter));
  }

  /// Takes back what [#wakeAtEnd(Task, Waiter)] asked for, for a waiter that is over. Does nothing
  /// if the task has ended.
  public static void forget(Task<?> task, Waiter<? super Task<?>> waiter) {
    ((Child<?>) Objects.requireNonNull(task, "task")).forget(tasks(waiter));
  }

  @SuppressWarnings("unchecked") // it takes tasks, and nobody asks it for what it was woken with
  private static Waiter<Task<?>> tasks(Waiter<? super Task<?>> waiter) {
    return (Waiter<Task<?>>) waiter;
  }

  private static List<Child<?>> children(Collection<? extends Task<?>> tasks) {
    var children = new ArrayList<Child<?>>(tasks.size());
    for (Task<?> task : tasks) {
      children.add((Child<?>) Objects.requireNonNull(task, "task"));
    }
    return children;
  }

  /// What somebody waits for, as task trees show it.
  private record FirstOf(List<Child<?>> tasks) {

    private static final int NAMED = 3;

    @Override
    public String toString() {
      var named = tasks.stream().limit(NAMED).map(Child::path).collect(Collectors.joining(", "));
      int more = tasks.size() - NAMED;
      return "the first of " + named + (more > 0 ? " and " + more + " more" : "");
    }
  }
}
