package dev.treadle.benchmarks.simulation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

/// [Sleepers] as Reactor pipelines under its `VirtualTimeScheduler`.
///
/// A task is a chain of delayed elements, not a thread with a stack: this peer cannot run ordinary
/// code, which makes its sleeps cheaper. The comparison is unfair to Treadle.
final class ReactorSleepers {

  private ReactorSleepers() {}

  public static void main(String[] words) {
    long start = System.nanoTime();
    var scheduler = VirtualTimeScheduler.create();
    var ended = new AtomicInteger();
    for (int task = 0; task < Sleepers.TASKS; task++) {
      Flux.range(0, Sleepers.SLEEPS)
          .delayElements(Sleepers.SLEEP, scheduler)
          .subscribe(_ -> {}, failure -> {}, ended::incrementAndGet);
    }
    scheduler.advanceTimeBy(Sleepers.SLEEP.multipliedBy(Sleepers.SLEEPS));
    if (ended.get() != Sleepers.TASKS) {
      throw new AssertionError("expected " + Sleepers.TASKS + " ended tasks, got " + ended);
    }
    Sleepers.report(start, Duration.ofMillis(scheduler.now(TimeUnit.MILLISECONDS)));
  }
}
