package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

class ValveTest {

  /// What nine of ten waits may take on a machine that is busy with other things too. Without the
  /// valve it is as long as the pairs play.
  private static final Duration NOT_STARVED = Duration.ofMillis(300);

  private static final Duration PLAY = Duration.ofSeconds(2);
  private static final int WAITS = 20;

  private final List<Duration> waits = new ArrayList<>();
  private volatile boolean over;

  @TreadleTest(realTime = true)
  void aSleepEndsInTimeBesidePairsThatWakeEachOther() {
    besidePairs(4, () -> sleep(Duration.ofMillis(10)));

    assertThat(nearlyLongest()).isLessThan(NOT_STARVED);
  }

  @TreadleTest(realTime = true)
  void aSleepEndsInTimeBesideManyPairs() {
    besidePairs(100, () -> sleep(Duration.ofMillis(10)));

    assertThat(nearlyLongest()).isLessThan(NOT_STARVED);
  }

  @TreadleTest(realTime = true)
  void aThreadStartedFromOutsideBeginsInTimeBesidePairsThatWakeEachOther() {
    var starts = new ConcurrentLinkedQueue<CountDownLatch>();
    var outside =
        Thread.ofPlatform()
            .start(() -> {
              while (!over) {
                var start = starts.poll();
                if (start != null) {
                  Thread.startVirtualThread(start::countDown);
                }
                Thread.onSpinWait();
              }
            });

    besidePairs(
        4,
        () -> {
          var started = new CountDownLatch(1);
          starts.add(started);
          started.await();
        });
    joined(outside);

    assertThat(nearlyLongest()).isLessThan(NOT_STARVED);
  }

  @TreadleTest
  void aSimulationsClockStandsStill(Simulation simulation) {
    for (int i = 0; i < 1_000; i++) {
      Waiter.checkCancelled();
    }

    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest(realTime = true)
  void anInterruptWhileStandingBackIsKeptForTheWait() {
    Treadle.run(() -> {
      Thread.currentThread().interrupt();
      long end = System.nanoTime() + PLAY.toNanos() / 100;
      while (System.nanoTime() < end) {
        Objects.requireNonNull(Strand.currentOrNull()).enterValve();
      }

      assertThat(Thread.interrupted()).isTrue();
    });
  }

  private void besidePairs(int pairs, Action<Exception> measured) {
    TaskGroup.run(group -> {
      for (int i = 0; i < pairs; i++) {
        var there = new Ball();
        var back = new Ball();
        group.startDaemon(() -> {
          while (true) {
            there.play();
            back.await();
          }
        });
        group.startDaemon(() -> {
          while (true) {
            there.await();
            back.play();
          }
        });
      }
      long end = System.nanoTime() + PLAY.toNanos();
      while (System.nanoTime() < end || waits.size() < WAITS) {
        long start = System.nanoTime();
        measured.run();
        waits.add(Duration.ofNanos(System.nanoTime() - start));
      }
      over = true;
    });
  }

  private Duration nearlyLongest() {
    waits.sort(null);
    return waits.get(waits.size() * 9 / 10);
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("expected no interrupt, got one", e);
    }
  }

  /// Goes to and fro between two tasks.
  private static final class Ball {

    private static final Object HERE = "here";
    private static final Object NOWHERE = "nowhere";

    private final AtomicReference<Object> state = new AtomicReference<>(NOWHERE);

    void play() {
      if (state.getAndSet(HERE) instanceof Waiter<?> waiter) {
        state.set(NOWHERE);
        wake(waiter);
      }
    }

    @SuppressWarnings("unchecked")
    private static void wake(Waiter<?> waiter) {
      ((Waiter<Object>) waiter).wake(HERE);
    }

    void await() {
      Waiter.checkCancelled();
      var waiter = new Waiter<>("the ball");
      if (state.compareAndSet(NOWHERE, waiter)) {
        waiter.await();
      } else {
        state.set(NOWHERE);
      }
    }
  }
}
