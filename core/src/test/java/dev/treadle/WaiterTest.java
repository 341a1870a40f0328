package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.seam.World;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

class WaiterTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicReference<Waiter<Integer>> found = new AtomicReference<>();

  // --- Either the value or gone

  @TreadleTest(explore = 10_000)
  void whoWakesItHandsOverTheValue() {
    TaskGroup.run(group -> {
      group.start(() -> log.add(waiter().await()));
      group.start(() -> log.add(waker().wake(7)));
    });

    assertThat(log).containsExactlyInAnyOrder(7, true);
  }

  @TreadleTest(explore = 10_000)
  void eitherTheValueArrivesOrTheWaiterIsGone() {
    boolean woken =
        TaskGroup.call(group -> {
          var waiting = group.start(() -> log.add(moveOnAfter(SECOND, () -> waiter().await())));
          sleep(SECOND);
          boolean said = waker().wake(7);
          log.add(waker().isGone());
          var _ = waiting.await();
          return said;
        });

    assertThat(log).containsExactlyInAnyOrder(!woken, woken ? Optional.of(7) : Optional.empty());
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Waiter", "dev.treadle.Strand", "dev.treadle.Scope"})
  void theValueIsReturnedEvenIfTheTaskIsCancelledInTheSameMoment() {
    TaskGroup.run(group -> {
      var waiting =
          group.start(() -> {
            log.add(waiter().await());
            log.add(catchThrowable(() -> sleep(HOUR)) instanceof Cancelled);
          });
      group.start(() -> waiting.cancel("enough"));
      group.start(() -> log.add(waker().wake(7)));
    });

    assertThat(log.toString()).isIn("[false]", "[true, 7, true]", "[7, true, true]");
  }

  @TreadleTest(explore = 10_000)
  void nothingThatPassesThroughATinyQueueIsLostOrDoubled() {
    var queue = new TinyQueue();
    TaskGroup.run(group -> {
      for (int taker = 0; taker < 2; taker++) {
        group.start(() -> moveOnAfter(SECOND, () -> log.add(queue.take())));
      }
      group.start(() -> {
        sleep(SECOND);
        queue.put(1);
        queue.put(2);
      });
    });

    log.addAll(queue.items);
    assertThat(log).containsExactlyInAnyOrder(1, 2);
    assertThat(queue.waiters).isEmpty();
  }

  @TreadleTest
  void onlyTheFirstValueCounts() {
    var waiter = new Waiter<Integer>("a value");

    assertThat(waiter.isOver()).isFalse();
    assertThat(waiter.wake(1)).isTrue();
    assertThat(waiter.wake(2)).isFalse();
    assertThat(waiter.isOver()).isTrue();
    assertThat(waiter.isGone()).isFalse();
    assertThat(waiter.await()).isEqualTo(1);
  }

  @TreadleTest
  void nothingIsAValueToo() {
    var waiter = new Waiter<@Nullable Integer>("a value");

    assertThat(waiter.wake(null)).isTrue();
    assertThat(waiter.await()).isNull();
  }

  @TreadleTest
  void aValueThatIsThereBeatsACancellation() {
    CancelScope.run(scope -> {
      var waiter = waiter();
      waiter.wake(7);
      scope.cancel("enough");
      log.add(waiter.await());
      log.add(catchThrowable(() -> Waiter.checkCancelled()) instanceof Cancelled);
    });

    assertThat(log).containsExactly(7, true);
  }

  @TreadleTest(explore = 10_000)
  void whatAWaitDidNotSayBecauseItsValueCameTheNextOneSays() {
    TaskGroup.run(group -> {
      CancelScope.run(scope -> {
        var waiter = waiter();
        group.start(() -> log.add(waiter.wake(7)));
        scope.cancel("enough");
        log.add(waiter.await());
        new CountDownLatch(1).await();
      });
    });

    assertThat(log.toString()).isIn("[true, 7]", "[7, true]", "[false]");
  }

  // --- Time

  private static World.Timer wakeAfter(Waiter<@Nullable Integer> waiter, long nanos) {
    return World.current().schedule(nanos, () -> waiter.wake(null));
  }

  @TreadleTest
  void itCanBeWokenByTime(Simulation simulation) {
    var waiter = new Waiter<@Nullable Integer>("a value");
    var timer = wakeAfter(waiter, SECOND.toNanos());

    assertThat(waiter.await()).isNull();
    assertThat(timer.cancel()).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  // --- Joining

  @TreadleTest(explore = 10_000)
  void aJoinGoesOnWhateverIsCancelled(Simulation simulation) {
    moveOnAfter(
        SECOND,
        () -> {
          var waiter = new Waiter<@Nullable Integer>("an end");
          wakeAfter(waiter, SECOND.multipliedBy(2).toNanos());
          waiter.join();
          log.add(simulation.clock().elapsed());
          sleep(HOUR);
        });

    assertThat(log).containsExactly(SECOND.multipliedBy(2));
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest
  void aJoinOutsideOfTasksKeepsTheInterruptForAfterwards(Simulation simulation) {
    var waiter = new Waiter<@Nullable Integer>("an end");
    wakeAfter(waiter, SECOND.toNanos());
    Thread.currentThread().interrupt();

    assertThat(waiter.join()).isNull();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    assertThat(Thread.interrupted()).isTrue();
  }

  // --- Mistakes

  @TreadleTest
  void onlyTheThreadThatMadeItMayWait() throws InterruptedException {
    var waiter = new Waiter<Integer>("a value");
    var made = Thread.currentThread();
    var other =
        Thread.ofVirtual()
            .name("other")
            .start(() ->
                assertThatThrownBy(() -> waiter.await())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                        "expected %s, which made this waiter, to wait; found %s"
                            .formatted(made, Thread.currentThread())));
    other.join();
  }

  @TreadleTest
  void itSaysWhatItWaitsFor() {
    assertThat(new Waiter<Integer>("a free seat")).hasToString("waiter for a free seat");
  }

  private Waiter<Integer> waiter() {
    var waiter = new Waiter<Integer>("a value");
    found.set(waiter);
    return waiter;
  }

  private Waiter<Integer> waker() {
    while (true) {
      var waiter = found.get();
      if (waiter != null) {
        return waiter;
      }
      Thread.yield();
    }
  }

  /// A queue whose waiters are exactly that.
  private static final class TinyQueue {

    final ReentrantLock lock = new ReentrantLock();
    final ArrayDeque<Waiter<Integer>> waiters = new ArrayDeque<>();
    final List<Integer> items = new ArrayList<>();

    void put(int value) {
      lock.lock();
      try {
        while (!waiters.isEmpty()) {
          if (waiters.poll().wake(value)) {
            return;
          }
        }
        items.add(value);
      } finally {
        lock.unlock();
      }
    }

    int take() {
      Waiter.checkCancelled();
      var waiter = new Waiter<Integer>(this);
      lock.lock();
      try {
        if (!items.isEmpty()) {
          return items.removeFirst();
        }
        waiters.add(waiter);
      } finally {
        lock.unlock();
      }
      try {
        return waiter.await();
      } catch (Cancelled cancelled) {
        forget(waiter);
        throw cancelled;
      }
    }

    private void forget(Waiter<Integer> waiter) {
      lock.lock();
      try {
        waiters.remove(waiter);
      } finally {
        lock.unlock();
      }
    }
  }
}
