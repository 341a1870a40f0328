package dev.treadle.http.client;

import dev.treadle.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a block ended with, carried out of where only other exceptions may be thrown.
final class Held<T extends @Nullable Object, X extends Exception> {

  private final Step<? super ResponseStream, T, X> block;
  private @Nullable Object value;
  private @Nullable Exception failure;

  Held(Step<? super ResponseStream, T, X> block) {
    this.block = Objects.requireNonNull(block, "block");
  }

  void run(ResponseStream response) {
    try {
      value = block.apply(response);
    } catch (Exception thrown) {
      failure = thrown;
    }
  }

  boolean hasFailed() {
    return failure != null;
  }

  // The block threw it, which throws X and unchecked ones, or returned it.
  @SuppressWarnings({"unchecked", "NullAway"})
  T result() throws X {
    if (failure != null) {
      throw (X) failure;
    }
    return (T) value;
  }
}
