package dev.treadle.flow;

import dev.treadle.Action;
import dev.treadle.TaskGroup;
import org.jspecify.annotations.Nullable;

/// Starts the tasks that stages need. They are children of whoever drives the flow.
final class Crew {

  /// For stages that need none, and where there can be none.
  static final Crew NOBODY = new Crew(null);

  private final @Nullable TaskGroup group;

  Crew(@Nullable TaskGroup group) {
    this.group = group;
  }

  /// Starts a task.
  ///
  /// @param name what a task tree calls it
  Hand start(String name, Action<?> work) {
    if (group == null) {
      throw new IllegalStateException(
          name
              + ": expected a task, because this flow turned out to start tasks of its own, found "
              + Thread.currentThread()
              + "; forEach and the like work on any thread");
    }
    return new Hand(group.start(name, work));
  }
}
