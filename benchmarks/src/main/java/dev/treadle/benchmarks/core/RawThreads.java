package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.Operations;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/// Virtual threads started and joined one by one, without anything that holds them together: the
/// floor of every library.
final class RawThreads {

  private RawThreads() {}

  public static void main(String[] words) throws Exception {
    Contender.run(words, workloads());
  }

  static Map<Workload, Operations> workloads() {
    return Map.of(
        Workload.SPAWN, RawThreads::spawn,
        Workload.GROUP_OF_ONE, RawThreads::oneByOne,
        Workload.SLEEP, RawThreads::sleep);
  }

  private static long spawn(int children) throws InterruptedException {
    var values = new int[children];
    var threads = new Thread[children];
    for (int i = 0; i < children; i++) {
      int slot = i;
      threads[i] = Thread.startVirtualThread(() -> values[slot] = 1);
    }
    long sum = 0;
    for (int i = 0; i < children; i++) {
      threads[i].join();
      sum += values[i];
    }
    return sum;
  }

  private static long oneByOne(int groups) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < groups; i++) {
      var value = new int[1];
      Thread.startVirtualThread(() -> value[0] = 1).join();
      sum += value[0];
    }
    return sum;
  }

  private static long sleep(int children) throws InterruptedException {
    return joinAll(children, () -> Thread.sleep(Asleep.now()));
  }

  /// Runs a body in so many virtual threads at once and returns how many ended well.
  private static long joinAll(int children, Interruptible body) throws InterruptedException {
    var done = new LongAdder();
    var threads = new Thread[children];
    for (int i = 0; i < children; i++) {
      threads[i] =
          Thread.startVirtualThread(() -> {
            try {
              body.run();
              done.increment();
            } catch (InterruptedException unexpected) {
              throw new AssertionError("expected no interrupt, got one", unexpected);
            }
          });
    }
    for (var thread : threads) {
      thread.join();
    }
    return done.sum();
  }

  private interface Interruptible {
    void run() throws InterruptedException;
  }

  /// Timeouts by the pool's own timer, new in JDK 25.
  static final class ForkJoinTimer {

    private ForkJoinTimer() {}

    public static void main(String[] words) throws Exception {
      Contender.run(words, workloads());
    }

    static Map<Workload, Operations> workloads() {
      return Map.of(Workload.FIRE, count -> fire(ForkJoinPool.commonPool(), count));
    }
  }

  /// Timeouts by the executor that one had before.
  static final class ScheduledExecutor {

    private ScheduledExecutor() {}

    public static void main(String[] words) throws Exception {
      Contender.run(words, workloads());
    }

    static Map<Workload, Operations> workloads() {
      var timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
      timer.setRemoveOnCancelPolicy(true);
      return Map.of(Workload.FIRE, count -> fire(timer, count));
    }
  }

  /// Timeouts of a future that is never completed.
  static final class FutureTimeout {

    private FutureTimeout() {}

    public static void main(String[] words) throws Exception {
      Contender.run(words, workloads());
    }

    static Map<Workload, Operations> workloads() {
      return Map.of(Workload.FIRE, FutureTimeout::fire);
    }

    private static long fire(int count) throws InterruptedException {
      return joinAll(count, FutureTimeout::awaitInVain);
    }

    private static void awaitInVain() {
      var never = new CompletableFuture<String>();
      try {
        never.orTimeout(Workload.NEAR.toMillis(), TimeUnit.MILLISECONDS).join();
        throw new AssertionError("expected a timeout, got a value");
      } catch (CompletionException late) {
        if (!(late.getCause() instanceof TimeoutException)) {
          throw late;
        }
      }
    }
  }

  private static long fire(ScheduledExecutorService timer, int count) throws InterruptedException {
    return joinAll(count, () -> sleepUntilInterrupted(timer));
  }

  private static void sleepUntilInterrupted(ScheduledExecutorService timer) {
    var me = Thread.currentThread();
    var timeout = timer.schedule(me::interrupt, Workload.NEAR.toMillis(), TimeUnit.MILLISECONDS);
    try {
      Thread.sleep(Workload.FAR);
      timeout.cancel(false);
      throw new AssertionError("expected to be interrupted, slept for " + Workload.FAR);
    } catch (InterruptedException expected) {
      // The timeout.
    }
  }
}
