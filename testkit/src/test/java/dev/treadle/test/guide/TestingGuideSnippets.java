package dev.treadle.test.guide;

import static dev.treadle.test.VirtualSleep.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.seam.Fault;
import dev.treadle.test.Exploration;
import dev.treadle.test.FailedSchedule;
import dev.treadle.test.Simulated;
import dev.treadle.test.Simulation;
import dev.treadle.test.SimulationFailure;
import dev.treadle.test.Strategy;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The examples of docs/testing.md. The page is compared with these regions, so that it cannot rot.
class TestingGuideSnippets {

  // @start region="first"
  @TreadleTest
  void aSessionEndsAfterHalfAnHourWithoutUse() throws InterruptedException {
    var session = new Session();

    Thread.sleep(Duration.ofMinutes(29));
    session.touch();
    Thread.sleep(Duration.ofMinutes(29));
    assertThat(session.isAlive()).isTrue();

    Thread.sleep(Duration.ofMinutes(1));
    assertThat(session.isAlive()).isFalse();
  }

  // @end

  // @start region="blocked"
  @TreadleTest
  void aFullQueueMakesTheProducerWait(Simulation simulation) throws InterruptedException {
    var queue = new ArrayBlockingQueue<Integer>(2);
    var done = new CopyOnWriteArrayList<Integer>();
    var producer =
        Thread.startVirtualThread(() -> {
          for (int i = 1; i <= 3; i++) {
            put(queue, i);
            done.add(i);
          }
        });

    simulation.awaitBlocked();
    assertThat(done).containsExactly(1, 2);

    queue.take();
    simulation.awaitBlocked();
    assertThat(done).containsExactly(1, 2, 3);
    producer.join();
  }

  // @end

  private static void put(ArrayBlockingQueue<Integer> queue, int value) {
    try {
      queue.put(value);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while putting " + value, e);
    }
  }

  @Test
  void theSameWithoutJUnit() {
    // @start region="api"
    Exploration exploration =
        Simulation.explore(
            1_000,
            settings -> settings.withStrategy(Strategy.PCT).withRacePoints("com.acme"),
            simulation -> theFixedSeatIsBookedOnce());
    // @end

    assertThat(exploration.runs()).isEqualTo(1_000);
  }

  // The page shows this as a @TreadleTest(explore = 10_000); here it is known to fail.
  @Test
  void theDoubleBookingIsFound() {
    var failure = catchThrowable(() -> Simulation.explore(10_000, _ -> aSeatIsBookedOnce()));

    assertThat(failure).isInstanceOf(AssertionError.class);
    assertThat(FailedSchedule.of(failure)).isPresent();
  }

  // @start region="booking"
  void aSeatIsBookedOnce() throws InterruptedException {
    var seats = new Seats();
    var booked = new AtomicInteger();

    var guests =
        List.of("Ada", "Grace").stream()
            .map(guest ->
                Thread.startVirtualThread(() -> {
                  if (seats.book("12A", guest)) {
                    booked.incrementAndGet();
                  }
                }))
            .toList();
    for (var guest : guests) {
      guest.join();
    }

    assertThat(booked).hasValue(1);
  }

  // @end

  @TreadleTest(explore = 10_000)
  void theFixedSeatIsBookedOnce() throws InterruptedException {
    var seats = new FixedSeats();
    var booked = new AtomicInteger();
    Runnable guest =
        () -> {
          if (seats.book("12A", Thread.currentThread().getName())) {
            booked.incrementAndGet();
          }
        };

    var one = Thread.startVirtualThread(guest);
    var two = Thread.startVirtualThread(guest);
    one.join();
    two.join();

    assertThat(booked).hasValue(1);
  }

  @Test
  void theDeadlockIsFound() {
    assertThatThrownBy(() -> Simulation.explore(10_000, _ -> moneyMovesBothWays()))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining(
            "cycle: 'there' waits for ReentrantLock#1 of 'back' waits for ReentrantLock#2 of 'there'");
  }

  // @start region="transfer"
  void moneyMovesBothWays() throws InterruptedException {
    var here = new Transfer.Account();
    var elsewhere = new Transfer.Account();

    var there = Thread.ofVirtual().name("there").start(() -> Transfer.move(here, elsewhere, 10));
    var back = Thread.ofVirtual().name("back").start(() -> Transfer.move(elsewhere, here, 5));
    there.join();
    back.join();

    assertThat(here.balance + elsewhere.balance).isZero();
  }

  // @end

  @Test
  void theLostHitIsFound() {
    assertThatThrownBy(() ->
            Simulation.explore(
                10_000,
                settings -> settings.withRacePoints("dev.treadle.test.guide"),
                _ -> everyHitCounts()))
        .isInstanceOf(AssertionError.class);
  }

  // @start region="race"
  void everyHitCounts() throws InterruptedException {
    var counter = new HitCounter();

    var one = Thread.startVirtualThread(counter::hit);
    var two = Thread.startVirtualThread(counter::hit);
    one.join();
    two.join();

    assertThat(counter.hits()).isEqualTo(2);
  }

  // @end

  // @start region="clock"
  @TreadleTest
  void aTimerFiresAtItsMomentAndNotBefore(Simulation simulation) throws InterruptedException {
    simulation.clock().autojump(false);
    var fired = new AtomicInteger();
    var timer =
        Thread.startVirtualThread(() -> {
          sleep(Duration.ofSeconds(10));
          fired.incrementAndGet();
        });

    simulation.clock().advance(Duration.ofSeconds(9));
    assertThat(fired).hasValue(0);

    simulation.clock().advance(Duration.ofSeconds(1));
    assertThat(fired).hasValue(1);
    timer.join();
  }

  // @end

  // @start region="background"
  @TreadleTest
  void aHeartbeatRunsBesideTheTest(Simulation simulation) throws InterruptedException {
    var beats = new AtomicInteger();
    simulation
        .background()
        .start(
            "heart",
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                beats.incrementAndGet();
                sleep(Duration.ofSeconds(1));
              }
            });

    Thread.sleep(Duration.ofSeconds(10));

    assertThat(beats).hasValue(10);
  }

  // @end

  // @start region="fault"
  @TreadleTest(explore = 1_000, faults = 0.2)
  void anUploadThatFailsIsTriedAgain() throws Exception {
    var uploads = new AtomicInteger();

    for (int attempt = 1; uploads.get() == 0; attempt++) {
      try {
        if (Fault.point("upload.reset")) {
          throw new IOException("connection reset");
        }
        uploads.incrementAndGet();
      } catch (IOException e) {
        Thread.sleep(Duration.ofSeconds(attempt));
      }
    }

    assertThat(uploads).hasValue(1);
  }

  // @end

  // @start region="dfs"
  @TreadleTest(explore = 100_000, strategy = Strategy.DFS, depth = 2)
  void noScheduleWithTwoForcedSwitchesBreaksIt() throws InterruptedException {
    var seats = new FixedSeats();
    var booked = new AtomicInteger();
    Runnable guest = () -> booked.addAndGet(seats.book("12A", "guest") ? 1 : 0);

    var one = Thread.startVirtualThread(guest);
    var two = Thread.startVirtualThread(guest);
    one.join();
    two.join();

    assertThat(booked).hasValue(1);
  }

  // @end

  @Nested
  // @start region="simulated"
  @Simulated
  class AnExistingTestClass {

    @Test
    void runsInVirtualTimeUnchanged() throws InterruptedException {
      long before = System.currentTimeMillis();

      Thread.sleep(60_000);

      assertThat(System.currentTimeMillis() - before).isEqualTo(60_000);
    }
  }
  // @end
}
