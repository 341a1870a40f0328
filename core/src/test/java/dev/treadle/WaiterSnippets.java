package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The example of [Waiter], run as a test.
class WaiterSnippets {

  // @start region="event"
  /// Something that happens once, and that any number of tasks may wait for.
  static final class Event {

    private final Queue<Waiter<Boolean>> waiters = new ConcurrentLinkedQueue<>();
    private volatile boolean happened;

    void happen() {
      happened = true;
      waiters.forEach(waiter -> waiter.wake(true));
    }

    void await() {
      Waiter.checkCancelled();
      var waiter = new Waiter<Boolean>(this);
      waiters.add(waiter);
      try {
        // It is known before waiters are woken, and they are added before they look: one sees the
        // other.
        if (!happened) {
          waiter.await();
        }
      } finally {
        waiters.remove(waiter); // woken or cancelled
      }
    }
  }

  // @end region="event"

  private final Event event = new Event();
  private final AtomicInteger saw = new AtomicInteger();

  @TreadleTest(explore = 10_000)
  void everybodyWhoWaitsSeesItHappen() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> {
          event.await();
          saw.incrementAndGet();
        });
      }
      group.start(() -> event.happen());
    });

    assertThat(saw).hasValue(3);
    assertThat(event.waiters).isEmpty();
  }

  @TreadleTest(explore = 10_000)
  void whoIsCancelledLeavesNothingBehind() {
    TaskGroup.run(group -> {
      group.start(() -> moveOnAfter(Duration.ofSeconds(1), () -> event.await()));
      sleep(Duration.ofSeconds(1));
      event.happen();
    });

    assertThat(event.waiters).isEmpty();
  }
}
