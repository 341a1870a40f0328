package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void anHourOfSleepTakesNoTime() {
    Simulation.run(sim -> {
      long before = System.nanoTime();
      Thread.sleep(Duration.ofHours(1));
      assertThat(System.nanoTime() - before).isEqualTo(Duration.ofHours(1).toNanos());
      assertThat(sim.clock().elapsed()).isEqualTo(Duration.ofHours(1));
      assertThat(Instant.now()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
    });
  }

  @Test
  void queuesAndExecutorsWork() {
    Simulation.run(sim -> {
      var queue = new LinkedBlockingQueue<Integer>();
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var sum = executor.submit(() -> queue.take() + queue.take());
        var _ =
            executor.submit(() -> {
              Thread.sleep(1000);
              queue.put(1);
              Thread.sleep(1000);
              queue.put(2);
              return null;
            });
        assertThat(sum.get(1, TimeUnit.DAYS)).isEqualTo(3);
      }
      assertThat(sim.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
    });
  }

  @Test
  void deadlock() {
    assertThatThrownBy(() ->
            Simulation.explore(
                1000,
                sim -> {
                  var a = new ReentrantLock();
                  var b = new ReentrantLock();
                  var one =
                      Thread.startVirtualThread(() -> {
                        a.lock();
                        b.lock();
                        b.unlock();
                        a.unlock();
                      });
                  var two =
                      Thread.startVirtualThread(() -> {
                        b.lock();
                        a.lock();
                        a.unlock();
                        b.unlock();
                      });
                  one.join();
                  two.join();
                }))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("cycle: ");
  }

  @Test
  void monitors() {
    assertThatThrownBy(() ->
            Simulation.explore(
                1000,
                sim -> {
                  var a = new Object();
                  var b = new Object();
                  var one =
                      Thread.startVirtualThread(() -> {
                        synchronized (a) {
                          synchronized (b) {
                            a.notifyAll();
                          }
                        }
                      });
                  var two =
                      Thread.startVirtualThread(() -> {
                        synchronized (b) {
                          synchronized (a) {
                            b.notifyAll();
                          }
                        }
                      });
                  one.join();
                  two.join();
                }))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("cycle: ");
  }

  @Test
  void waitNotify() {
    var r =
        Simulation.explore(
            5000,
            sim -> {
              var monitor = new Object();
              var items = new ArrayList<Integer>();
              var threads = new ArrayList<Thread>();
              for (int i = 0; i < 3; i++) {
                threads.add(
                    Thread.startVirtualThread(() -> {
                      synchronized (monitor) {
                        while (items.isEmpty()) {
                          try {
                            monitor.wait();
                          } catch (InterruptedException e) {
                            throw new RuntimeException(e);
                          }
                        }
                        items.removeLast();
                      }
                    }));
              }
              for (int i = 0; i < 3; i++) {
                int n = i;
                threads.add(
                    Thread.startVirtualThread(() -> {
                      synchronized (monitor) {
                        items.add(n);
                        monitor.notify();
                      }
                    }));
              }
              for (var t : threads) {
                t.join();
              }
            });
    assertThat(r.distinct()).isGreaterThan(1000);
  }
}
