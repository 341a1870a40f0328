package dev.treadle.sync;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

class EventTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Event event = Event.create("ready");
  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger passed = new AtomicInteger();

  private void pass() {
    event.await();
    passed.incrementAndGet();
  }

  // --- Set and clear

  @TreadleTest
  void itIsNotSetAtFirst() {
    assertThat(event.isSet()).isFalse();

    event.set();
    assertThat(event.isSet()).isTrue();

    event.clear();
    assertThat(event.isSet()).isFalse();
  }

  @TreadleTest
  void whoComesWhenItIsSetDoesNotWait(Simulation simulation) {
    event.set();
    event.set();

    event.await();
    event.await();

    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void whoComesWhenItIsClearedWaitsForTheNextTime(Simulation simulation) {
    event.set();
    event.clear();
    event.clear();
    TaskGroup.run(group -> {
      group.after(SECOND, () -> event.set());
      event.await();
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void everybodyWhoWaitsIsWokenInOrderOfArrival(Simulation simulation) {
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        int number = i;
        group.start(() -> {
          event.await();
          log.add(number);
        });
      }
      simulation.awaitBlocked();
      assertThat(event.statistics()).isEqualTo(new Event.Statistics(false, 4));
      event.set();
      assertThat(event.statistics()).isEqualTo(new Event.Statistics(true, 0));
    });

    assertThat(log).containsExactly(0, 1, 2, 3);
  }

  @TreadleTest(explore = 12_000, timeout = "5m")
  void whoWasWokenReturnsAlsoIfTheEventIsClearedBeforeItRuns(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> pass());
      group.start(() -> pass());
      simulation.awaitBlocked();
      event.set();
      event.clear();
    });

    assertThat(passed).hasValue(2);
  }

  @TreadleTest(explore = 12_000, timeout = "5m", racePoints = "dev.treadle.sync")
  void nobodyMissesIt() {
    TaskGroup.run(group -> {
      group.start(() -> pass());
      group.start(() -> event.set());
      group.start(() -> pass());
    });

    assertThat(passed).hasValue(2);
    assertThat(event.statistics()).isEqualTo(new Event.Statistics(true, 0));
  }

  @TreadleTest(explore = 12_000, timeout = "5m", racePoints = "dev.treadle.sync")
  void whatWasDoneBeforeItWasSetIsVisibleAfterwards() {
    var page = new String[1];
    TaskGroup.run(group -> {
      group.start(() -> {
        event.await();
        log.add(page[0]);
      });
      page[0] = "loaded";
      event.set();
    });

    assertThat(log).containsExactly("loaded");
  }

  @TreadleTest(explore = 12_000, timeout = "5m", racePoints = "dev.treadle.sync")
  void settingAndClearingByManyLosesNobodyWhoWaitsAtTheEnd() {
    TaskGroup.run(group -> {
      group.start(() -> event.set());
      group.start(() -> {
        event.clear();
        event.set();
      });
      group.start(() -> pass());
    });

    assertThat(event.isSet()).isTrue();
    assertThat(passed).hasValue(1);
  }

  // --- Cancellation

  @TreadleTest(explore = 12_000, timeout = "5m", racePoints = "dev.treadle.sync")
  void aCancelledWaitLeavesNothingBehind() {
    TaskGroup.run(group -> {
      group.start(() -> pass());
      var cancelled = group.start(() -> pass());
      group.start(() -> pass());
      group.start(() -> cancelled.cancel("enough"));
      sleep(SECOND);

      assertThat(event.statistics().waiting()).isEqualTo(2);
      event.set();
    });

    assertThat(passed).hasValue(2);
    assertThat(event.statistics().waiting()).isZero();
  }

  @TreadleTest(
      explore = 76_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void whoIsCancelledAsItIsSetEitherPassesOrLeavesAndTheOthersPass() {
    var told = new AtomicBoolean();
    TaskGroup.run(group -> {
      var first = group.start(() -> noting(told));
      group.start(() -> pass());
      group.start(() -> first.cancel("enough"));
      group.start(() -> event.set());
    });

    assertThat(passed.get() + (told.get() ? 1 : 0)).isEqualTo(2);
    assertThat(event.statistics()).isEqualTo(new Event.Statistics(true, 0));
  }

  private void noting(AtomicBoolean told) {
    try {
      pass();
    } catch (Cancelled cancelled) {
      told.set(true);
      throw cancelled;
    }
  }

  @TreadleTest(explore = 12_000, timeout = "5m", racePoints = "dev.treadle.sync")
  void allWhoWaitMayBeCancelledAtOnce() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> pass());
      }
      sleep(SECOND);
      group.cancel("enough");
    });

    assertThat(passed).hasValue(0);
    assertThat(event.statistics().waiting()).isZero();
  }

  @TreadleTest
  void itIsAWaitAlsoIfItIsSet() {
    event.set();
    CancelScope.run(scope -> {
      scope.cancel("enough");
      log.add(catchThrowable(() -> event.await()));
    });

    assertThat(log).singleElement().isInstanceOf(Cancelled.class);
  }

  @TreadleTest
  void settingAndClearingWorkWhileTheTaskIsCancelled() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      event.set();
      assertThat(event.isSet()).isTrue();
      event.clear();
      assertThat(event.isSet()).isFalse();
    });
  }

  @TreadleTest
  void afterATimeoutItCanBeAwaitedAgain() {
    boolean ended = moveOnAfter(SECOND, () -> event.await());
    assertThat(ended).isFalse();

    event.set();
    event.await();
  }

  // --- Threads, names, mistakes

  @TreadleTest
  void anyThreadMayWaitAndSet(Simulation simulation) throws InterruptedException {
    var waiting = Thread.startVirtualThread(this::pass);
    simulation.awaitBlocked();
    var setting = Thread.startVirtualThread(event::set);
    setting.join();
    waiting.join();

    assertThat(passed).hasValue(1);
  }

  @TreadleTest(realTime = true)
  void platformThreadsToo() throws InterruptedException {
    var waiting = Thread.ofPlatform().start(this::pass);
    event.set();
    waiting.join();

    assertThat(passed).hasValue(1);
  }

  @TreadleTest
  void aTaskTreeSaysWhichEventIsWaitedFor(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start("a", () -> pass());
      simulation.awaitBlocked();
      assertThat(TaskTree.capture().find("main/a").orElseThrow().waitsFor())
          .isEqualTo("event 'ready'");
      event.set();
    });

    assertThat(Event.create()).hasToString("an event");
  }

  @TreadleTest
  @SuppressWarnings("NullAway")
  void aNameIsNotNull() {
    assertThatNullPointerException().isThrownBy(() -> Event.create(null)).withMessage("name");
  }

  @TreadleTest
  void aThreadThatWasInterruptedMeetsACancellation() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> event.await()).isInstanceOf(Cancelled.class);
    assertThat(event.statistics().waiting()).isZero();
    assertThat(Thread.interrupted()).isTrue();
  }
}
