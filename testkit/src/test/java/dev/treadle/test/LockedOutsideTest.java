package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Locks that the whole JVM shares, such as the one of `System.out`: threads outside hold them for
/// moments, and no run may depend on which.
class LockedOutsideTest {

  private final AtomicBoolean stop = new AtomicBoolean();

  @AfterEach
  void stopHolding() {
    stop.set(true);
  }

  @Test
  void aLockHeldOutsideForMomentsIsWaitedForAndChangesNothing() {
    var lock = new ReentrantLock();
    var holder = Thread.ofPlatform().start(() -> holdAgainAndAgain(lock));
    Set<Long> traces = new ConcurrentSkipListSet<>();

    for (int run = 0; run < 50; run++) {
      Simulation.run(simulation -> {
        useFromTwoThreads(lock);
        traces.add(simulation.trace().hash());
      });
    }

    assertThat(traces).hasSize(1);
    assertThat(holder.isAlive()).isTrue();
  }

  @Test
  void aMonitorHeldOutsideForMomentsIsNoDeadlock() {
    var monitor = new Object();
    var _ = Thread.ofPlatform().start(() -> enterAgainAndAgain(monitor));

    for (int run = 0; run < 50; run++) {
      Simulation.run(_ -> {
        synchronized (monitor) {
          Thread.yield();
        }
      });
    }
  }

  private static void useFromTwoThreads(ReentrantLock lock) throws InterruptedException {
    var other = Thread.startVirtualThread(() -> use(lock));
    use(lock);
    other.join();
  }

  private static void use(ReentrantLock lock) {
    for (int i = 0; i < 3; i++) {
      lock.lock();
      lock.unlock();
      Thread.yield();
    }
  }

  private void holdAgainAndAgain(ReentrantLock lock) {
    while (!stop.get()) {
      lock.lock();
      try {
        LockSupport.parkNanos(20_000);
      } finally {
        lock.unlock();
      }
      LockSupport.parkNanos(20_000);
    }
  }

  private void enterAgainAndAgain(Object monitor) {
    while (!stop.get()) {
      synchronized (monitor) {
        LockSupport.parkNanos(20_000);
      }
      LockSupport.parkNanos(20_000);
    }
  }
}
