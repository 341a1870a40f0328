package dev.treadle.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.util.concurrent.CountDownLatch;

class ObservedThreadsTest {

  private final ObservedThreads threads = new ObservedThreads();
  private final CountDownLatch gate = new CountDownLatch(1);

  @TreadleTest
  void threadsThatAllWaitAreStuck(Simulation simulation) throws InterruptedException {
    var waiting = threads.newThread(this::awaitGate);
    waiting.start();
    simulation.awaitBlocked();

    assertThat(threads.areStuck()).isTrue();

    gate.countDown();
    waiting.join();
  }

  @TreadleTest
  void oneThreadThatCanRunIsEnough(Simulation simulation) throws InterruptedException {
    var waiting = threads.newThread(this::awaitGate);
    waiting.start();
    simulation.awaitBlocked();
    var able = threads.newThread(gate::countDown);
    able.start();

    assertThat(threads.areStuck()).isFalse();

    able.join();
    waiting.join();
    assertThat(threads.areStuck()).isFalse();
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException unexpected) {
      throw new AssertionError("expected no interrupt, got one", unexpected);
    }
  }
}
