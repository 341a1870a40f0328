package dev.treadle.sync;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;

/// The example of [CapacityLimiter], run as a test.
class CapacityLimiterSnippets {

  @TreadleTest
  void itKnowsWhoIsInside() {
    // @start region="acquire"
    var limiter = CapacityLimiter.of("uploads", 2);

    TaskGroup.run(group -> {
      for (var name : new String[] {"ann", "bob", "cid"}) {
        group.start(
            name,
            () -> {
              try (var _ = limiter.acquire()) {
                sleep(Duration.ofSeconds(1));
              }
            });
      }
      sleep(Duration.ofMillis(1));

      var now = limiter.statistics();
      assertThat(now.borrowers()).containsExactly("task 'main/ann'", "task 'main/bob'");
      assertThat(now.waiting()).isEqualTo(1);

      limiter.total(3); // cid comes in
      sleep(Duration.ofMillis(1));
      assertThat(limiter.borrowed()).isEqualTo(3);
    });
    // @end region="acquire"
  }
}
