package dev.treadle.channel;

import dev.treadle.Outcome;
import dev.treadle.Step;
import dev.treadle.Task;
import dev.treadle.Tasks;
import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// The end of a task.
final class EndClause<T extends @Nullable Object, R extends @Nullable Object, X extends Exception>
    extends Clause<R, X> {

  private final Task<T> task;
  private final Step<? super Outcome<T>, ? extends R, X> action;

  EndClause(Task<T> task, Step<? super Outcome<T>, ? extends R, X> action) {
    this.task = task;
    this.action = action;
  }

  @Override
  Option<R, X> open() {
    return new EndOption();
  }

  @Override
  public String toString() {
    return "the end of " + task;
  }

  private final class EndOption extends Option<R, X> {

    private @Nullable Waiter<Object> told;

    @Override
    boolean happens() {
      return task.isDone();
    }

    @Override
    void join(Waiter<Object> waiter) {
      if (Tasks.wakeAtEnd(task, waiter)) {
        told = waiter;
      }
    }

    @Override
    void leave() {
      if (told != null) {
        Tasks.forget(task, told);
        told = null;
      }
    }

    @Override
    R act() throws X {
      return action.apply(task.outcome().orElseThrow());
    }
  }
}
