package dev.treadle.sync;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// For how long running tasks may be faster than those who wait: a millisecond for the sixteen at
/// the front of the line, and one more for each sixteen before the others.
class PassedOverTest {

  private static final Duration HOLD = Duration.ofNanos(100_000);
  private static final Duration MILLI = Duration.ofMillis(1);

  private final Mutex mutex = Mutex.create();
  private final List<Duration> served = new CopyOnWriteArrayList<>();

  /// Takes it and, as soon as it has given it back, again: at 0 ms, 0.1 ms, 0.2 ms, ...
  private static void startGreedy(TaskGroup group, Supplier<Token> acquire) {
    group.startDaemon(() -> {
      while (true) {
        try (var _ = acquire.get()) {
          sleep(HOLD);
        }
      }
    });
    sleep(HOLD.dividedBy(2));
  }

  private void waitInLine(Simulation simulation, Supplier<Token> acquire) {
    try (var _ = acquire.get()) {
      served.add(simulation.clock().elapsed());
    }
  }

  private List<Duration> whenServed(Simulation simulation, int waiters, Supplier<Token> acquire) {
    TaskGroup.run(group -> {
      startGreedy(group, acquire);
      TaskGroup.run(line -> {
        for (int i = 0; i < waiters; i++) {
          line.start(() -> waitInLine(simulation, acquire));
        }
      });
    });
    return served;
  }

  private static List<Duration> times(int count, Duration when) {
    return Collections.nCopies(count, when);
  }

  // --- The first sixteen

  @TreadleTest
  void sixteenArePassedOverForAMillisecondAndThenServedInOrder(Simulation simulation) {
    var when = whenServed(simulation, Line.TURNS, mutex::acquire);

    // At 0.1 ms they were passed over for the first time, at 1.1 ms it is free again.
    assertThat(when).isEqualTo(times(16, MILLI.plus(HOLD)));
  }

  @TreadleTest
  void thePermitsOfASemaphoreGoToSixteenInOrderToo(Simulation simulation) {
    var semaphore = Semaphore.of(1);
    var when = whenServed(simulation, Line.TURNS, semaphore::acquire);

    assertThat(when).isEqualTo(times(16, MILLI.plus(HOLD)));
  }

  @TreadleTest
  void soDoesAKey(Simulation simulation) {
    var keys = KeyedMutex.<String>create();
    var when = whenServed(simulation, Line.TURNS, () -> keys.acquire("key"));

    assertThat(when).isEqualTo(times(16, MILLI.plus(HOLD)));
  }

  @TreadleTest
  void whoComesLaterIsPassedOverForNoLonger(Simulation simulation) {
    TaskGroup.run(group -> {
      startGreedy(group, mutex::acquire);
      TaskGroup.run(line -> {
        for (int i = 0; i < 9; i++) {
          line.start(() -> waitInLine(simulation, mutex::acquire));
          sleep(HOLD);
        }
      });
    });

    assertThat(served).isEqualTo(times(9, MILLI.plus(HOLD)));
  }

  @TreadleTest
  void thatTheOneBeforeWasLuckyMakesNobodyWaitLonger(Simulation simulation) {
    TaskGroup.run(group -> {
      group.startDaemon(() -> hold(9));
      sleep(HOLD.dividedBy(2));
      group.startDaemon(() -> hold(Integer.MAX_VALUE)); // in line; it has it at 0.9 ms
      simulation.awaitBlocked();
      waitInLine(simulation, mutex::acquire);
    });

    assertThat(served).containsExactly(MILLI.plus(HOLD));
  }

  private void hold(int times) {
    for (int i = 0; i < times; i++) {
      try (var _ = mutex.acquire()) {
        sleep(HOLD);
      }
    }
  }

  @TreadleTest(explore = 10_000)
  void aMillisecondIsEnoughInEverySchedule(Simulation simulation) {
    TaskGroup.run(group -> {
      group.startDaemon(() -> hold(Integer.MAX_VALUE));
      group.startDaemon(() -> hold(Integer.MAX_VALUE));
      sleep(HOLD.dividedBy(2));
      for (int i = 0; i < 3; i++) {
        group.start(() -> waitInLine(simulation, mutex::acquire));
      }
    });

    // When the millisecond is over one of the others may have it, and another be first in line.
    assertThat(served)
        .hasSize(3)
        .allSatisfy(when -> assertThat(when).isLessThanOrEqualTo(MILLI.plus(HOLD.multipliedBy(3))));
  }

  // --- Those behind

  @TreadleTest
  void whoHasMoreBeforeItIsPassedOverForAMillisecondMoreForEachSixteen(Simulation simulation) {
    TaskGroup.run(group -> {
      group.startDaemon(() -> hold(Integer.MAX_VALUE));
      sleep(HOLD.dividedBy(2));
      for (int i = 0; i < 40; i++) {
        group.startDaemon(() -> {
          waitInLine(simulation, mutex::acquire);
          hold(Integer.MAX_VALUE); // whoever comes last in order is the first that is faster again
        });
      }
      sleep(MILLI.multipliedBy(4));
    });

    assertThat(served.subList(0, 16)).isEqualTo(times(16, MILLI.plus(HOLD)));
    assertThat(served.subList(16, 32)).isEqualTo(times(16, MILLI.multipliedBy(2).plus(HOLD)));
    assertThat(served.subList(32, 40)).isEqualTo(times(8, MILLI.multipliedBy(3).plus(HOLD)));
  }
}
