package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class MonitorsTest {

  @Test
  void whoTakesOneMonitorAndBlocksOnTheNextIsNoMatterOfChance() {
    var traces = new HashSet<Long>();

    for (int run = 0; run < 300; run++) {
      Simulation.run(
          settings -> settings.withStrategy(Strategy.RANDOM).withSeed(7),
          simulation -> {
            handFromOneMonitorToTheNext();
            traces.add(simulation.trace().hash());
          });
    }

    // The run in order that comes before each drawn one has a trace of its own.
    assertThat(traces).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aTryThatFailsIsNoStep() {
    Simulation.run(
        settings -> settings.withMaxSteps(1_000),
        _ -> {
          var monitor = new Object();
          var threads = new ArrayList<Thread>();
          synchronized (monitor) {
            for (int i = 0; i < 50; i++) {
              threads.add(Thread.startVirtualThread(() -> enter(monitor)));
            }
            for (int i = 0; i < 500; i++) {
              VirtualSleep.sleep(Duration.ofMillis(1));
            }
          }
          for (var thread : threads) {
            thread.join();
          }
        });
  }

  private static void handFromOneMonitorToTheNext() throws InterruptedException {
    var first = new Object();
    var second = new Object();
    var threads = new ArrayList<Thread>();
    synchronized (second) {
      synchronized (first) {
        threads.add(Thread.startVirtualThread(() -> enterBoth(first, second)));
        threads.add(Thread.startVirtualThread(() -> enter(second)));
        Thread.yield();
      }
      VirtualSleep.sleep(Duration.ofMillis(1));
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  private static void enterBoth(Object first, Object second) {
    synchronized (first) {
      synchronized (second) {
        first.notifyAll();
      }
    }
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }
}
