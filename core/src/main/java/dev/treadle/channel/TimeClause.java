package dev.treadle.channel;

import dev.treadle.Body;
import dev.treadle.Deadline;
import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// So much time.
final class TimeClause<R extends @Nullable Object, X extends Exception> extends Clause<R, X> {

  private final Duration duration;
  private final Body<? extends R, X> action;

  TimeClause(Duration duration, Body<? extends R, X> action) {
    this.duration = duration;
    this.action = action;
  }

  @Override
  Option<R, X> open() {
    return new TimeOption(Deadline.in(duration));
  }

  @Override
  public String toString() {
    return duration.toString();
  }

  private final class TimeOption extends Option<R, X> {

    private final Deadline deadline;
    private World.@Nullable Timer timer;

    TimeOption(Deadline deadline) {
      this.deadline = deadline;
    }

    @Override
    boolean happens() {
      return deadline.hasPassed();
    }

    @Override
    void join(Waiter<Object> waiter) {
      if (!deadline.isNever()) {
        timer =
            World.current().schedule(deadline.remaining().toNanos(), () -> waiter.wake(deadline));
      }
    }

    @Override
    void leave() {
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
    }

    @Override
    R act() throws X {
      return action.run();
    }
  }
}
