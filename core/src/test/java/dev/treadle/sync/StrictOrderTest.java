package dev.treadle.sync;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is had strictly in order of arrival is so at every moment, also in that in which it is
/// given back and nobody has it.
class StrictOrderTest {

  private final List<String> log = new ArrayList<>();

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.sync")
  void nobodyTakesAFairMutexBeforeThoseWhoWait() {
    var mutex = Mutex.fair();

    nobodyIsPassedOver(mutex::acquire, mutex::tryAcquire, () -> mutex.statistics().waiting());
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.sync")
  void nobodyTakesAPermitOfAFairSemaphoreBeforeThoseWhoWait() {
    var semaphore = Semaphore.fair(1);

    nobodyIsPassedOver(
        semaphore::acquire, semaphore::tryAcquire, () -> semaphore.statistics().waiting());
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.sync")
  void nobodyIsLetInByALimiterBeforeThoseWhoWait() {
    var limiter = CapacityLimiter.of(1);

    nobodyIsPassedOver(limiter::acquire, limiter::tryAcquire, () -> limiter.statistics().waiting());
  }

  private void nobodyIsPassedOver(
      Supplier<Token> acquire, Supplier<@Nullable Token> tryAcquire, IntSupplier waiting) {
    TaskGroup.run(group -> {
      var held = acquire.get();
      for (int before = 0; before < 2; before++) {
        var who = "who waited " + before;
        group.start(() -> hold(acquire, who));
        while (waiting.getAsInt() == before) {
          sleep(Duration.ofMillis(1));
        }
      }
      group.start(() -> hold(acquire, "who came later"));
      group.start(() -> hold(tryAcquire, "who did not want to wait"));
      held.close();
    });

    assertThat(log).startsWith("who waited 0", "who waited 1").contains("who came later");
  }

  private void hold(Supplier<? extends @Nullable Token> acquire, String who) {
    try (var token = acquire.get()) {
      if (token != null) {
        log.add(who);
      }
    }
  }
}
