package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Bugs that an exploration is to find; all but the first pass when each thread runs as far as it
/// can.
enum PlantedBug implements Simulation.Body {
  LOST_UPDATE {
    @Override
    public void run(Simulation simulation) throws Exception {
      var count = new int[1];
      inParallel(() -> {
        int seen = count[0];
        Thread.yield();
        count[0] = seen + 1;
      });
      assertThat(count[0]).isEqualTo(2);
    }
  },
  LOCKS_IN_OPPOSITE_ORDER {
    @Override
    public void run(Simulation simulation) throws Exception {
      var one = new ReentrantLock();
      var two = new ReentrantLock();
      inParallel(() -> lockBoth(one, two), () -> lockBoth(two, one));
    }
  },
  MONITORS_IN_OPPOSITE_ORDER {
    @Override
    public void run(Simulation simulation) throws Exception {
      var one = new Object();
      var two = new Object();
      inParallel(() -> enterBoth(one, two), () -> enterBoth(two, one));
    }
  },
  SYNCHRONIZED_METHODS_IN_OPPOSITE_ORDER {
    @Override
    public void run(Simulation simulation) throws Exception {
      var one = new Account();
      var two = new Account();
      inParallel(() -> one.transfer(two, 10), () -> two.transfer(one, 20));
      assertThat(one.balance()).isEqualTo(110);
    }
  },
  MISSED_SIGNAL {
    @Override
    public void run(Simulation simulation) throws Exception {
      var lock = new ReentrantLock();
      var signal = lock.newCondition();
      inParallel(
          () -> locked(lock, signal::awaitUninterruptibly), () -> locked(lock, signal::signal));
    }
  },
  MISSED_NOTIFY {
    @Override
    public void run(Simulation simulation) throws Exception {
      var monitor = new Object();
      inParallel(() -> waitOnce(monitor), () -> notifyOnce(monitor));
    }
  },
  UNSYNCHRONIZED_FIELD {
    @Override
    public void run(Simulation simulation) throws Exception {
      var counter = new RacyCounter();
      inParallel(counter::increment);
      assertThat(counter.value()).isEqualTo(2);
    }
  },
  UNSYNCHRONIZED_ARRAY {
    @Override
    public void run(Simulation simulation) throws Exception {
      var counter = new RacyCounter();
      inParallel(counter::incrementSlot);
      assertThat(counter.slot()).isEqualTo(2);
    }
  },
  CHECK_THEN_ACT_OVER_SYNCHRONIZED_METHODS {
    @Override
    public void run(Simulation simulation) throws Exception {
      var inventory = new Inventory();
      inParallel(() -> {
        if (inventory.isAvailable()) {
          inventory.take();
        }
      });
      assertThat(inventory.items()).isZero();
    }
  },
  CHECK_THEN_ACT {
    @Override
    public void run(Simulation simulation) throws Exception {
      var opened = new int[1];
      var cache = new SessionCache(user -> new SessionCache.Session(user, ++opened[0]));
      Set<SessionCache.Session> seen = ConcurrentHashMap.newKeySet();
      inParallel(() -> seen.add(cache.sessionOf("ann")));
      assertThat(seen).hasSize(1);
    }
  };

  /// Returns the settings that its exploration needs.
  SimulationSettings settings(SimulationSettings settings) {
    return switch (this) {
      case UNSYNCHRONIZED_FIELD, UNSYNCHRONIZED_ARRAY ->
          settings.withRacePoints(RacyCounter.class.getName());
      default -> settings;
    };
  }

  static void inParallel(Runnable both) throws InterruptedException {
    inParallel(both, both);
  }

  static void inParallel(Runnable first, Runnable second) throws InterruptedException {
    var one = Thread.ofVirtual().name("one").start(first);
    var two = Thread.ofVirtual().name("two").start(second);
    one.join();
    two.join();
  }

  private static void lockBoth(Lock first, Lock second) {
    locked(first, () -> locked(second, () -> {}));
  }

  private static void locked(Lock lock, Runnable body) {
    lock.lock();
    try {
      body.run();
    } finally {
      lock.unlock();
    }
  }

  private static void enterBoth(Object first, Object second) {
    synchronized (first) {
      synchronized (second) {
        first.notifyAll();
      }
    }
  }

  @SuppressWarnings("WaitNotInLoop") // that is the bug
  private static void waitOnce(Object monitor) {
    synchronized (monitor) {
      try {
        monitor.wait();
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void notifyOnce(Object monitor) {
    synchronized (monitor) {
      monitor.notify();
    }
  }
}
