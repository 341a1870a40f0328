package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.cpu;
import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Action;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.monitor.Lint;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;

/// Pitfall: code that keeps the thread on which the others run. Here it must try hard, and is told.
final class BlockedCarrier {

  private static final Duration TICK = Duration.ofMillis(50);

  private BlockedCarrier() {}

  // @start region="program"
  static void main() {
    var show = Show.begin();
    Lint.CARRIER_HOG.enable(); // costs a thread, so it is off until you look for a culprit
    Treadle.run(() -> {
      // time.sleep() stops all of asyncio. Here a sleeping task leaves its thread to the others.
      long late = latestTick(() -> onAllCarriers(() -> Thread.sleep(Duration.ofMillis(400))));
      show.line("while all sleep, ticks are late by " + late + " ms");

      late = latestTick(() -> onAllCarriers(() -> compute(Duration.ofMillis(1800))));
      show.line("while all compute, ticks are late by " + late + " ms");

      late = latestTick(() -> onAllCarriers(() -> cpu(() -> compute(Duration.ofMillis(400)))));
      show.line("while all compute in cpu(), ticks are late by " + late + " ms");
    });
    Lint.CARRIER_HOG.disable();
  }

  // @end region="program"

  private static void onAllCarriers(Action<?> body) {
    gather(
        Collections.nCopies(
            Machine.current().carriers(),
            () -> {
              body.run();
              return "done";
            }));
  }

  private static void compute(Duration time) {
    Machine.current().compute(time);
  }

  /// Runs a block beside a task that ticks, and returns by how many milliseconds its latest tick
  /// was late.
  private static long latestTick(Action<?> body) {
    var latest = new AtomicLong();
    TaskGroup.run(group -> {
      group.startDaemon("ticker", () -> tickForEver(latest));
      body.run();
      sleep(TICK); // for the tick that was held up
    });
    return latest.get();
  }

  private static void tickForEver(AtomicLong latest) {
    while (true) {
      long before = System.nanoTime();
      sleep(TICK);
      long late = System.nanoTime() - before - TICK.toNanos();
      latest.accumulateAndGet(Duration.ofNanos(late).toMillis(), Math::max);
    }
  }
}
