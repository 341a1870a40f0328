package dev.treadle;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns the void shapes of work into the ones with a value, so that everything else is written
/// once.
final class Actions {

  private Actions() {}

  static <X extends Exception> Body<@Nullable Void, X> asBody(Action<X> action) {
    Objects.requireNonNull(action, "body");
    return () -> {
      action.run();
      return null;
    };
  }

  static <A extends @Nullable Object, X extends Exception> Step<A, @Nullable Void, X> asStep(
      Each<A, X> each) {
    Objects.requireNonNull(each, "body");
    return value -> {
      each.accept(value);
      return null;
    };
  }
}
