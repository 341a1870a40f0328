package dev.treadle;

import java.util.List;
import java.util.Optional;

/// Tasks failed: thrown where they are joined, by groups and what is built on them, and by
/// [Task#await()].
///
/// Its cause is the first failure, the others are suppressed; so a stack trace shows all of them.
/// Its message is the first failure's, of joins within joins the innermost one's. Whoever joins
/// many tasks can meet many exceptions, so this is the one type to expect, and these are the ways
/// to get at a particular one:
///
/// {@snippet class=dev.treadle.TaskFailedExceptionSnippets region=rethrow lang=java}
public final class TaskFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable list of the JDK, which is serializable
  private final List<Throwable> failures;

  private final int total;

  TaskFailedException(List<Throwable> failures, int total) {
    super(message(failures, total), failures.getFirst());
    this.failures = List.copyOf(failures);
    this.total = total;
    failures.stream().skip(1).forEach(this::addSuppressed);
  }

  static TaskFailedException of(Throwable failure) {
    return new TaskFailedException(List.of(failure), 1);
  }

  private static String message(List<Throwable> failures, int total) {
    var cause = failures.getFirst();
    var first = cause instanceof TaskFailedException joined ? joined.summary() : cause.toString();
    return total == 1 ? first : first + " (and " + (total - 1) + " more)";
  }

  private String summary() {
    return message(failures, total);
  }

  /// Returns the failures in the order in which the tasks ended, each once. At most the first
  /// hundred: [#failureCount()] counts all.
  public List<Throwable> failures() {
    return failures;
  }

  /// Returns how many failures there were, also those that are not in [#failures()].
  public int failureCount() {
    return total;
  }

  /// Returns the first failure of this type.
  public <E extends Throwable> Optional<E> first(Class<E> type) {
    return failures.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /// Throws the first failure if it is of this type; returns this exception if not, to be thrown or
  /// asked for another type.
  ///
  /// @throws X the first failure, with its own stack trace
  public <X extends Exception> TaskFailedException rethrow(Class<X> type) throws X {
    if (type.isInstance(getCause())) {
      throw type.cast(getCause());
    }
    return this;
  }
}
