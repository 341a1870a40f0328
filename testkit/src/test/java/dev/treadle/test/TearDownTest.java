package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class TearDownTest {

  @Test
  void finallyBlocksOfStuckThreadsRun() {
    List<String> log = Collections.synchronizedList(new ArrayList<>());

    var failure =
        catchThrowable(() ->
            Simulation.run(_ -> {
              Thread.startVirtualThread(() -> neverAcquired(log, "thread"));
              neverAcquired(log, "main");
            }));

    assertThat(failure).hasMessageStartingWith("deadlock: ");
    assertThat(log).containsExactlyInAnyOrder("main unwound", "thread unwound");
  }

  @Test
  void finallyBlocksThatWaitAreNotWaitedFor() {
    List<String> log = Collections.synchronizedList(new ArrayList<>());

    var _ =
        catchThrowable(() ->
            Simulation.run(_ -> {
              try {
                neverAcquired(log, "main");
              } finally {
                neverAcquired(log, "again");
              }
            }));

    assertThat(log).containsExactly("main unwound", "again unwound");
  }

  @Test
  void threadsLeftAfterAFailureEndToo() {
    var left = new ArrayList<Thread>();

    var _ =
        catchThrowable(() ->
            Simulation.run(_ -> {
              left.add(Thread.startVirtualThread(() -> VirtualSleep.sleep(Duration.ofDays(1))));
              Thread.yield();
              throw new AssertionError("failed");
            }));

    assertThat(left).noneMatch(Thread::isAlive);
  }

  @Test
  void aDeadlockOfLocksLeavesNoThreads() {
    int before = Simulation.abandonedThreads();

    var _ = catchThrowable(() -> Simulation.explore(200, PlantedBug.LOCKS_IN_OPPOSITE_ORDER));

    assertThat(Simulation.abandonedThreads()).isEqualTo(before);
  }

  @Test
  void aDeadlockOfMonitorsLeavesItsTwoThreads() {
    int before = Simulation.abandonedThreads();

    var _ = catchThrowable(() -> Simulation.explore(200, PlantedBug.MONITORS_IN_OPPOSITE_ORDER));

    assertThat(Simulation.abandonedThreads()).isEqualTo(before + 2);
  }

  @Test
  void aThreadThatGoesOnWhateverHappensIsGivenUp() {
    int before = Simulation.abandonedThreads();

    var _ =
        catchThrowable(() ->
            Simulation.run(
                settings -> settings.withMaxSteps(100),
                _ -> {
                  while (true) {
                    Thread.yield();
                  }
                }));

    assertThat(Simulation.abandonedThreads()).isEqualTo(before + 1);
  }

  @Test
  void aBodyThatNeverGivesWayIsReportedWithItsStackWithinItsTimeout() {
    var stop = new AtomicBoolean();

    var failure =
        catchThrowableOfType(
            SimulationFailure.class,
            () ->
                Simulation.run(
                    settings -> settings.withTimeout(Duration.ofSeconds(1)), _ -> spin(stop)));
    stop.set(true);

    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.STALL);
    assertThat(failure)
        .hasMessageMatching("(?s)'main' has run for PT[0-9.]+S of real time without giving way: .*")
        .hasMessageContaining(
            ": a loop that never waits, or a wait that the simulation cannot see (native code,"
                + " a class initialiser, a file); its stack:\n")
        .hasMessageContaining("TearDownTest.spin(TearDownTest.java:");
  }

  @Test
  void aTestThatTakesTooLongIsReported() {
    var failure =
        catchThrowableOfType(
            SimulationFailure.class,
            () ->
                Simulation.explore(
                    Integer.MAX_VALUE,
                    settings -> settings.withTimeout(Duration.ofMillis(400)),
                    _ -> Thread.sleep(1)));

    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.TIMEOUT);
    assertThat(failure)
        .hasMessageMatching(
            "(?s)not finished after PT0.4S of real time, at step \\d+; raise the timeout or explore fewer seeds;"
                + " carrier's stack:\n.*");
  }

  @Test
  void aTestThatTookTooLongDoesNotGoOnBehindTheBack() throws InterruptedException {
    var before = carriers();

    var _ =
        catchThrowable(() ->
            Simulation.explore(
                Integer.MAX_VALUE,
                settings -> settings.withTimeout(Duration.ofMillis(100)),
                _ -> Thread.sleep(1)));

    for (var carrier : carriers()) {
      if (!before.contains(carrier)) {
        assertThat(carrier.join(Duration.ofSeconds(20))).isTrue();
      }
    }
  }

  @Test
  void tenThousandSeedsLeaveNoThreadsBehind() {
    var threads = Collections.synchronizedList(new ArrayList<Thread>());
    int platformThreads = Thread.activeCount();

    Simulation.explore(
        10_000,
        _ -> {
          var latch = new CountDownLatch(1);
          var thread = Thread.startVirtualThread(latch::countDown);
          threads.add(thread);
          latch.await();
        });

    assertThat(threads).hasSize(10_002).noneMatch(Thread::isAlive);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(platformThreads + 2);
  }

  private static void neverAcquired(List<String> log, String name) {
    var lock = new ReentrantLock();
    try {
      Thread.ofVirtual().start(lock::lock).join();
      lock.lock(); // nothing but the end of the simulation ends this
      log.add(name + " acquired");
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } finally {
      log.add(name + " unwound");
    }
  }

  private static List<Thread> carriers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("treadle-carrier"))
        .toList();
  }

  private static void spin(AtomicBoolean stop) {
    while (!stop.getPlain()) {
      if (stop.get()) {
        return;
      }
    }
  }
}
