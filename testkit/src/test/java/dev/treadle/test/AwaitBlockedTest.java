package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

class AwaitBlockedTest {

  private final List<String> log = new ArrayList<>();

  @TreadleTest
  void returnsWhenEveryOtherThreadWaits(Simulation simulation) throws InterruptedException {
    var queue = new LinkedBlockingQueue<Integer>();
    var taker = Thread.startVirtualThread(() -> takeTwo(queue));

    simulation.awaitBlocked();
    assertThat(log).containsExactly("waits");
    queue.put(1);
    simulation.awaitBlocked();
    assertThat(log).containsExactly("waits", "took 1");
    queue.put(2);
    taker.join();
  }

  @TreadleTest
  void takesNoTime(Simulation simulation) throws InterruptedException {
    var sleeper = Thread.startVirtualThread(() -> VirtualSleep.sleep(Duration.ofSeconds(1)));

    simulation.awaitBlocked();

    assertThat(simulation.clock().elapsed()).isZero();
    assertThat(sleeper.isAlive()).isTrue();
    sleeper.join();
  }

  @TreadleTest
  void aThreadThatWaitsForAMonitorIsBlocked(Simulation simulation) throws InterruptedException {
    var monitor = new Object();
    Thread contender;
    synchronized (monitor) {
      contender = Thread.startVirtualThread(() -> enter(monitor));
      simulation.awaitBlocked();
      assertThat(log).isEmpty();
    }
    contender.join();
    assertThat(log).containsExactly("entered");
  }

  @TreadleTest
  void aloneItReturnsAtOnce(Simulation simulation) {
    simulation.awaitBlocked();

    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void severalThreadsReturnOneAfterTheOther(Simulation simulation) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      int number = i;
      Thread.startVirtualThread(() -> {
        simulation.awaitBlocked();
        log.add("" + number);
      });
    }
    Thread.sleep(1);

    assertThat(log).containsExactly("0", "1", "2");
  }

  @TreadleTest(timeout = "5s")
  void anInterruptNeitherEndsItNorGetsLost(Simulation simulation) {
    var latch = new CountDownLatch(1);
    Thread.startVirtualThread(latch::countDown);
    Thread.currentThread().interrupt();

    simulation.awaitBlocked();

    assertThat(latch.getCount()).isZero();
    assertThat(Thread.interrupted()).isTrue();
  }

  private void takeTwo(LinkedBlockingQueue<Integer> queue) {
    try {
      log.add("waits");
      log.add("took " + queue.take());
      log.add("took " + queue.take());
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void enter(Object monitor) {
    synchronized (monitor) {
      log.add("entered");
    }
  }
}
