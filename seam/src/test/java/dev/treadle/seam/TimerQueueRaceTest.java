package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Arming and cancelling against turns that run at that moment: a ticker that never parks has a
/// turn as often as it is asked for one, and none else. What is lost is waited for for ever.
@Timeout(60)
class TimerQueueRaceTest {

  private static final int TIMERS = 200_000;

  /// Where threads have to wait for a processor in every round, there is no time for all of them.
  private static final Duration ENOUGH = Duration.ofSeconds(10);

  private static final long FAR = 1_000_000;

  private final HandTurned queue = new HandTurned();
  private final Thread ticker = Thread.ofPlatform().daemon().start(this::turnWhenAsked);
  private volatile boolean over;

  @AfterEach
  void endTicker() throws InterruptedException {
    over = true;
    ticker.join();
  }

  /// In rounds of one timer each, since the next one would bring a lost one to light.
  @Test
  void noTimerIsLost() throws InterruptedException {
    var fired = new AtomicInteger();
    var last = new AtomicInteger(TIMERS);
    var timekeeper = Thread.currentThread();
    long end = System.nanoTime() + ENOUGH.toNanos();
    both(() -> {
      for (int round = 1; round <= last.get(); round++) {
        // Nobody ends this round before both have armed, so both hear that it is the last.
        if (Thread.currentThread() == timekeeper && System.nanoTime() - end > 0) {
          last.set(round);
        }
        queue.arm(0, fired::incrementAndGet);
        await(fired, 2 * round);
      }
    });

    assertThat(fired).hasValue(2 * last.get());
  }

  @Test
  void noCancelledTimerFiresAndNoOtherIsLost() throws InterruptedException {
    var decided = new AtomicInteger();
    both(() -> {
      for (int i = 0; i < TIMERS; i++) {
        var far = queue.arm(FAR, () -> {});
        var due = queue.arm(0, decided::incrementAndGet);
        if (due.cancel()) {
          decided.incrementAndGet();
        }
        far.cancel();
      }
    });

    queue.arm(0, decided::incrementAndGet);
    await(decided, 2 * TIMERS + 1);
    assertThat(decided).hasValue(2 * TIMERS + 1);
  }

  private static void await(AtomicInteger counter, int value) {
    while (counter.get() < value) {
      if (Thread.interrupted()) {
        throw new AssertionError("lost: expected " + value + " decided, found " + counter.get());
      }
      Thread.yield();
    }
  }

  private void turnWhenAsked() {
    while (!over) {
      if (queue.wakeTick() <= 0) {
        queue.turn(0);
      } else {
        Thread.yield();
      }
    }
  }

  private static void both(Runnable body) throws InterruptedException {
    var other = Thread.ofPlatform().daemon().start(body);
    body.run();
    other.join();
  }
}
