package dev.treadle.channel;

import dev.treadle.Body;
import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// What to do if nothing can happen at once.
final class ElseClause<R extends @Nullable Object, X extends Exception> extends Clause<R, X> {

  private final Body<? extends R, X> action;

  ElseClause(Body<? extends R, X> action) {
    this.action = action;
  }

  @Override
  Option<R, X> open() {
    return new Option<>() {
      @Override
      boolean happens() {
        return true;
      }

      @Override
      void join(Waiter<Object> waiter) {}

      @Override
      void leave() {}

      @Override
      R act() throws X {
        return action.run();
      }
    };
  }
}
