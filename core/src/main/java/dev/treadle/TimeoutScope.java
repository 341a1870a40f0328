package dev.treadle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The scope of a block with a time limit.
final class TimeoutScope extends Block {

  private final Duration limit;

  TimeoutScope(Strand strand, Duration limit) {
    super(strand.innermost(), strand);
    this.limit = limit;
  }

  @Override
  String describe() {
    return "timeout of " + limit;
  }

  TaskTimeoutException timedOut(@Nullable Throwable thrown) {
    return new TaskTimeoutException(limit, thrown);
  }
}
