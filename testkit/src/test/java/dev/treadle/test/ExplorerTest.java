package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ExplorerTest {

  @Test
  void allSchedulesOfOneTreeHaveOneSeed() {
    var seeds = new HashSet<Long>();

    var exploration =
        Simulation.explore(
            100,
            settings -> settings.withStrategy(Strategy.DFS).withDepth(1).withSeed(5),
            simulation -> {
              seeds.add(simulation.seed());
              var other = Thread.startVirtualThread(Thread::yield);
              Thread.yield();
              other.join();
            });

    assertThat(exploration.runs()).isGreaterThan(1);
    assertThat(seeds).containsExactly(5L);
  }

  @Test
  void aTestAbortedByAnAssumptionIsNoFailure() {
    var aborted = new TestAbortedException("assumption");

    assertThatThrownBy(() ->
            Simulation.explore(
                10,
                _ -> {
                  throw aborted;
                }))
        .isSameAs(aborted);
    assertThat(FailedSchedule.of(aborted)).isEmpty();
  }

  @Test
  void anExplorationThatIsNoTestTakesNoTokenFromTheCommandLine() {
    System.setProperty(Explorer.REPLAY_PROPERTY, "not even a token");
    try {
      assertThat(Simulation.explore(10, _ -> {}).runs()).isEqualTo(10);
    } finally {
      System.clearProperty(Explorer.REPLAY_PROPERTY);
    }
  }

  @Test
  void theNoteOfTheLastRunCountsIfOneThrowableFailsTwo() {
    var failure = new IllegalStateException("always the same");

    for (long seed : new long[] {1, 2}) {
      assertThat(catchThrowable(() -> failWith(failure, seed))).isSameAs(failure);
    }

    assertThat(FailedSchedule.of(failure).orElseThrow().seed()).isEqualTo(2);
  }

  @Test
  void anInterruptedCallerGivesTheExplorationUp() throws InterruptedException {
    var runs = new AtomicInteger();
    var running = new CountDownLatch(1);
    var thrown = new AtomicReference<Throwable>();
    var caller =
        Thread.ofPlatform()
            .start(() ->
                thrown.set(
                    catchThrowable(() ->
                        Simulation.explore(
                            Integer.MAX_VALUE,
                            _ -> {
                              runs.incrementAndGet();
                              running.countDown();
                            }))));
    running.await();

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    RealTime.eventually(Duration.ofSeconds(10), () -> assertThat(stillRuns(runs)).isFalse());
  }

  private static boolean stillRuns(AtomicInteger runs) throws InterruptedException {
    int before = runs.get();
    new CountDownLatch(1).await(100, java.util.concurrent.TimeUnit.MILLISECONDS);
    return runs.get() != before;
  }

  private static void failWith(RuntimeException failure, long seed) {
    Simulation.explore(
        10,
        settings -> settings.withSeed(seed).withStrategy(Strategy.RANDOM),
        simulation -> {
          if (simulation.trace().steps() >= 0) {
            throw failure;
          }
        });
  }
}
