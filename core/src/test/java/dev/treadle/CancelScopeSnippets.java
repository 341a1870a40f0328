package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// The example of [CancelScope], run as a test.
class CancelScopeSnippets {

  private final AtomicInteger polls = new AtomicInteger();

  @TreadleTest
  void run() {
    // @start region="run"
    boolean finished =
        CancelScope.run(scope -> {
          scope.deadline(Deadline.in(Duration.ofMinutes(1)));
          while (isPending()) {
            sleep(Duration.ofSeconds(20));
            if (isObsolete()) {
              scope.cancel("nobody wants the answer any more");
            }
          }
        });
    // @end region="run"

    assertThat(finished).isFalse();
    assertThat(polls).hasValue(3);
  }

  private boolean isPending() {
    return polls.incrementAndGet() < 10;
  }

  private boolean isObsolete() {
    return polls.get() == 2;
  }
}
