package dev.treadle.flow;

import org.jspecify.annotations.Nullable;

/// A part of a flow that is not at work: how to make elements, or to make them from those of the
/// stage before. Its `toString` names it and what stands before it.
abstract class Stage<T> {

  /// Sets it to work.
  ///
  /// @param crew does what needs tasks of its own; the work ends before the crew does
  abstract Pull<T> open(Crew crew) throws Exception;

  /// Whether its work needs tasks, so that it must be opened with a real crew.
  boolean needsCrew() {
    return false;
  }

  /// Whether its work may turn out to need tasks: then there should be a crew, if there can be one.
  boolean mayNeedCrew() {
    return needsCrew();
  }

  /// Returns this stage with room for so many more elements made ahead of those who ask, if it
  /// hands its elements from task to task anyway; `null` if it does not.
  @Nullable Stage<T> ahead(int elements) {
    return null;
  }
}
