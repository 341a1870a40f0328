package dev.treadle.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/// Small concurrent programs, one for each way in which threads of the JDK wait for each other.
@SuppressWarnings("WaitNotInLoop") // that a wait ends by itself is the point of TIMED_WAIT
enum Scenario implements Simulation.Body {
  REENTRANT_LOCK {
    @Override
    public void run(Simulation simulation) throws Exception {
      var lock = new ReentrantLock();
      var turn = lock.newCondition();
      var order = new ArrayList<Integer>();
      together(
          4,
          i -> {
            lock.lock();
            try {
              order.add(i);
              turn.signalAll();
              while (order.size() < 3) {
                turn.await();
              }
            } finally {
              lock.unlock();
            }
          });
    }
  },
  BLOCKING_QUEUE {
    @Override
    public void run(Simulation simulation) throws Exception {
      var queue = new LinkedBlockingQueue<Integer>(2);
      together(
          6,
          i -> {
            if (i % 2 == 0) {
              queue.put(i);
              queue.put(-i);
            } else {
              queue.take();
              queue.poll(i, TimeUnit.SECONDS);
            }
          });
    }
  },
  COMPLETABLE_FUTURE {
    @Override
    public void run(Simulation simulation) throws Exception {
      var futures = new ArrayList<CompletableFuture<Integer>>();
      for (int i = 0; i < 4; i++) {
        futures.add(new CompletableFuture<>());
      }
      var all = CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
      together(
          8,
          i -> {
            if (i < 4) {
              futures.get(i).complete(i);
            } else {
              futures.get(i - 4).get(1, TimeUnit.MINUTES);
              all.join();
            }
          });
    }
  },
  SYNCHRONIZED {
    @Override
    public void run(Simulation simulation) throws Exception {
      var outer = new Object();
      var inner = new Object();
      together(
          5,
          i -> {
            synchronized (i % 2 == 0 ? outer : inner) {
              Thread.yield();
            }
            synchronized (inner) {
              Thread.yield();
            }
          });
    }
  },
  WAIT_NOTIFY {
    @Override
    public void run(Simulation simulation) throws Exception {
      var items = new ArrayDeque<Integer>();
      together(
          6,
          i -> {
            synchronized (items) {
              if (i % 2 == 0) {
                items.add(i);
                items.notify();
                return;
              }
              while (items.isEmpty()) {
                items.wait();
              }
              items.remove();
            }
          });
    }
  },
  TIMED_WAIT {
    @Override
    public void run(Simulation simulation) throws Exception {
      var monitor = new Object();
      together(
          5,
          i -> {
            synchronized (monitor) {
              monitor.wait(1 + i % 3);
              monitor.notifyAll();
            }
            VirtualSleep.sleep(Duration.ofMillis(i % 2));
            synchronized (monitor) {
              monitor.wait(2);
            }
          });
    }
  },
  TIMERS {
    @Override
    public void run(Simulation simulation) throws Exception {
      together(
          6,
          i -> {
            for (int n = 1; n <= 5; n++) {
              VirtualSleep.sleep(Duration.ofMillis(10L * (i % 2) + n));
            }
          });
    }
  },
  EXECUTOR {
    @Override
    public void run(Simulation simulation) throws Exception {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var calls = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 5; i++) {
          int n = i;
          calls.add(() -> executor.submit(() -> n).get() + n);
        }
        executor.invokeAll(calls, 1, TimeUnit.HOURS);
        executor.invokeAny(calls);
      }
    }
  },
  SEMAPHORE {
    @Override
    public void run(Simulation simulation) throws Exception {
      var permits = new Semaphore(2);
      together(
          5,
          i -> {
            if (permits.tryAcquire(i, TimeUnit.SECONDS)) {
              VirtualSleep.sleep(Duration.ofMillis(1500));
              permits.release();
            }
          });
    }
  },
  LATCH_AND_BARRIER {
    @Override
    public void run(Simulation simulation) throws Exception {
      var latch = new CountDownLatch(3);
      var barrier = new CyclicBarrier(2);
      together(
          4,
          i -> {
            latch.countDown();
            latch.await();
            barrier.await(i + 1, TimeUnit.SECONDS);
          });
    }
  },
  PHASER {
    @Override
    public void run(Simulation simulation) throws Exception {
      var phaser = new Phaser(4);
      together(
          4,
          i -> {
            phaser.arriveAndAwaitAdvance();
            VirtualSleep.sleep(Duration.ofMillis(i));
            phaser.arriveAndAwaitAdvance();
            phaser.arriveAndDeregister();
          });
    }
  },
  EXCHANGER {
    @Override
    public void run(Simulation simulation) throws Exception {
      var exchanger = new Exchanger<Integer>();
      together(6, i -> exchanger.exchange(i, 1, TimeUnit.DAYS));
    }
  },
  STAMPED_LOCK {
    @Override
    public void run(Simulation simulation) throws Exception {
      var lock = new StampedLock();
      var value = new int[1];
      together(
          5,
          i -> {
            long stamp = i % 2 == 0 ? lock.writeLock() : lock.readLock();
            Thread.yield();
            value[0] += i;
            lock.unlock(stamp);
          });
    }
  },
  READ_WRITE_LOCK {
    @Override
    public void run(Simulation simulation) throws Exception {
      var locks = new ReentrantReadWriteLock();
      together(
          5,
          i -> {
            var lock = i % 2 == 0 ? locks.writeLock() : locks.readLock();
            if (lock.tryLock(i + 1, TimeUnit.SECONDS)) {
              VirtualSleep.sleep(Duration.ofMillis(500));
              lock.unlock();
            }
          });
    }
  },
  CONCURRENT_MAP {
    @Override
    public void run(Simulation simulation) throws Exception {
      var map = new ConcurrentHashMap<Integer, Integer>();
      together(5, i -> map.merge(i % 2, i, Integer::sum));
    }
  };

  /// One of several threads.
  private interface Part {
    void run(int number) throws Exception;
  }

  private static void together(int threads, Part part) throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      started.add(Thread.startVirtualThread(() -> runPart(part, number)));
    }
    for (var thread : started) {
      thread.join();
    }
  }

  private static void runPart(Part part, int number) {
    try {
      part.run(number);
    } catch (Exception failure) {
      throw new AssertionError("thread " + number + " failed: " + failure, failure);
    }
  }

  /// Returns what a run of this program looks like under a seed, after one in order that
  /// initialises its classes.
  long traceHash(long seed) {
    return traceHashes(seed, 1).iterator().next();
  }

  /// Returns the different traces that so many runs under one seed had.
  Set<Long> traceHashes(long seed, int runs) {
    var settings = SimulationSettings.DEFAULT;
    Explorer.prepare(settings);
    try (var carrier = Carrier.open()) {
      return carrier.call(settings.timeout(), () -> hashes(settings, seed, runs));
    } catch (Throwable failure) {
      throw Sneaky.rethrow(failure);
    }
  }

  private Set<Long> hashes(SimulationSettings settings, long seed, int runs) {
    hash(new Run(settings, seed, new FifoChooser()));
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < runs; i++) {
      hashes.add(hash(new Run(settings, seed, new RandomChooser(new SeededRandom(seed)))));
    }
    return hashes;
  }

  private long hash(Run run) {
    var failure = run.execute(this);
    if (failure != null) {
      throw Sneaky.rethrow(failure);
    }
    return run.simulator.trace().hash();
  }
}
