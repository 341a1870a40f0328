package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorsTest {

  @Test
  void whoTakesOneMonitorAndBlocksOnTheNextIsNoMatterOfChance() {
    var courses = new HashSet<List<Long>>();

    for (int run = 0; run < 300; run++) {
      var traces = new ArrayList<Long>(); // in order first, then drawn, then as drawn
      Simulation.run(
          settings -> settings.withStrategy(Strategy.RANDOM).withSeed(7),
          simulation -> {
            handFromOneMonitorToTheNext();
            traces.add(simulation.trace().hash());
          });
      courses.add(traces);
    }

    assertThat(courses).hasSize(1);
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

  /// One thread comes out of the first monitor's queue and into the second's, behind another; what
  /// the JVM does about it meanwhile must not change a single draw afterwards.
  private static void handFromOneMonitorToTheNext() throws InterruptedException {
    var first = new Object();
    var second = new Object();
    var threads = new ArrayList<Thread>();
    threads.add(Thread.startVirtualThread(() -> hold(first, Duration.ofMillis(1))));
    threads.add(Thread.startVirtualThread(() -> hold(second, Duration.ofMillis(10))));
    VirtualSleep.sleep(Duration.ofNanos(1_000));
    threads.add(Thread.startVirtualThread(() -> enterBoth(first, second)));
    threads.add(Thread.startVirtualThread(() -> enter(second)));
    VirtualSleep.sleep(Duration.ofMillis(20));
    for (int i = 0; i < 6; i++) {
      threads.add(Thread.startVirtualThread(MonitorsTest::yieldOften));
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  private static void yieldOften() {
    for (int i = 0; i < 5; i++) {
      Thread.yield();
    }
  }

  private static void hold(Object monitor, Duration duration) {
    synchronized (monitor) {
      VirtualSleep.sleep(duration);
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
