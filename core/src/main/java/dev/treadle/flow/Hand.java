package dev.treadle.flow;

import dev.treadle.Outcome;
import dev.treadle.Task;
import dev.treadle.Tasks;
import dev.treadle.Treadle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A task that works for a stage.
final class Hand {

  /// For ends that must not be missed. What hangs, hangs, and task trees show it.
  static final Duration AS_LONG_AS_IT_TAKES = Duration.ofNanos(Long.MAX_VALUE);

  private final Task<@Nullable Void> task;

  Hand(Task<@Nullable Void> task) {
    this.task = task;
  }

  /// Nobody wants any more of it. Never waits.
  void dismiss() {
    task.cancel("its consumer has left");
  }

  /// Waits for the end of the task, also in a task that is cancelled.
  ///
  /// @throws Exception what it failed with behind everybody's back
  void awaitEnd() throws Exception {
    if (!task.isDone()) {
      Treadle.shield(AS_LONG_AS_IT_TAKES, () -> Tasks.waitAll(task));
    }
    if (task.outcome().orElseThrow() instanceof Outcome.Failure<?>(var failure)) {
      throw Failing.<Exception>passOn(failure);
    }
  }
}
