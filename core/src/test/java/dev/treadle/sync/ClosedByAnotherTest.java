package dev.treadle.sync;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A token that another task closes, in the moment in which its holder ends.
class ClosedByAnotherTest {

  private final Mutex mutex = Mutex.create();
  private final CompletableFuture<Token> handed = new CompletableFuture<>();
  private int had;

  /// Who has the mutex after it was given back is not taken for the one that has ended.
  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.sync", "dev.treadle.Holdings"})
  void whoWaitsForTheNextHolderIsNotToldThatTheLastOneEnded() {
    TaskGroup.run(group -> {
      group.start(() -> handed.complete(mutex.acquire()));
      group.start(() -> handed.join().close());
      group.start(() -> {
        handed.join();
        try (var _ = acquireOnceGivenBack()) {
          group.start(() -> mutex.acquire().close());
          checkpoint();
          had++;
        }
      });
    });

    assertThat(had).isEqualTo(1);
  }

  @TreadleTest
  void whatWasLostIsAsGoodAsNewOnceItIsGivenBack(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> handed.complete(mutex.acquire())).await();
      handed.join().close();
      try (var _ = mutex.acquire()) {
        group.start(() -> {
          mutex.acquire().close();
          had++;
        });
        simulation.awaitBlocked();
      }
    });

    assertThat(had).isEqualTo(1);
  }

  /// The holder may have ended before its token was closed: then who waits is told so.
  private Token acquireOnceGivenBack() {
    while (true) {
      try {
        return mutex.acquire();
      } catch (IllegalStateException lost) {
        sleep(Duration.ofMillis(1));
      }
    }
  }
}
