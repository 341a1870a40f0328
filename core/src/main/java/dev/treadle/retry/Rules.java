package dev.treadle.retry;

import dev.treadle.Cancelled;
import dev.treadle.TaskFailedException;
import dev.treadle.resource.ResourceException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which failures are worth another attempt.
///
/// @param on only these; all if there are none
/// @param except not these
/// @param condition and only if this says so
record Rules(
    List<Class<? extends Exception>> on,
    List<Class<? extends Exception>> except,
    Predicate<? super Exception> condition) {

  static final Rules ALL = new Rules(List.of(), List.of(), _ -> true);

  Rules withOn(List<Class<? extends Exception>> more) {
    return new Rules(both(on, more), except, condition);
  }

  Rules withExcept(List<Class<? extends Exception>> more) {
    return new Rules(on, both(except, more), condition);
  }

  Rules withCondition(Predicate<? super Exception> other) {
    return new Rules(on, except, other);
  }

  private static List<Class<? extends Exception>> both(
      List<Class<? extends Exception>> some, List<Class<? extends Exception>> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  boolean allow(Exception failure) {
    var inner = unwrapped(failure);
    if (saysCancelled(inner) || matches(except, failure, inner)) {
      return false;
    }
    // Whoever is told to stay away for a while need not ask again at once, unless somebody says so.
    boolean named = matches(on, failure, inner);
    return (named || (on.isEmpty() && !(inner instanceof CircuitOpenException)))
        && condition.test(failure);
  }

  /// What is inside of what says only that it happened elsewhere.
  static Throwable unwrapped(Throwable failure) {
    var inner = failure;
    while (inner instanceof TaskFailedException || inner instanceof ResourceException) {
      var cause = inner.getCause();
      if (cause == null) {
        return inner;
      }
      inner = cause;
    }
    return inner;
  }

  /// Whether it is no failure of the thing that was tried.
  static boolean saysCancelled(Throwable inner) {
    return inner instanceof Cancelled
        || inner instanceof InterruptedException
        || inner instanceof ClosedByInterruptException;
  }

  private static boolean matches(
      List<Class<? extends Exception>> types, Exception failure, Throwable inner) {
    return types.stream().anyMatch(type -> type.isInstance(failure) || type.isInstance(inner));
  }
}
