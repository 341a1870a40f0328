package dev.treadle.benchmarks.simulation;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;

/// Four tasks that hand a value through a queue, yield, sleep three times in all, and are joined:
/// the small scenario whose rate is measured.
///
/// @param pause how long each sleep is; zero where there is no virtual time, to leave the sleeps
///   out
record FourTasks(Duration pause) {

  /// Runs the scenario once; the calling thread is the fourth task.
  ///
  /// @throws InterruptedException if the calling thread is interrupted meanwhile
  void run(ThreadFactory threads) throws InterruptedException {
    var queue = new ArrayBlockingQueue<Integer>(1);
    Threads.runAll(threads, new Put(queue, pause), new Take(queue, pause), new Idle(pause));
  }

  private static void sleep(Duration pause) throws InterruptedException {
    if (pause.isPositive()) {
      Thread.sleep(pause);
    }
  }

  /// A body that nobody interrupts.
  private interface Step extends Runnable {
    void take() throws InterruptedException;

    @Override
    default void run() {
      try {
        take();
      } catch (InterruptedException unexpected) {
        throw new AssertionError("expected no interrupt, got one", unexpected);
      }
    }
  }

  private record Put(BlockingQueue<Integer> queue, Duration pause) implements Step {
    @Override
    public void take() throws InterruptedException {
      sleep(pause);
      queue.put(42);
    }
  }

  private record Take(BlockingQueue<Integer> queue, Duration pause) implements Step {
    @Override
    public void take() throws InterruptedException {
      int taken = queue.take();
      if (taken != 42) {
        throw new AssertionError("expected 42, got " + taken);
      }
      sleep(pause);
    }
  }

  private record Idle(Duration pause) implements Step {
    @Override
    public void take() throws InterruptedException {
      Thread.yield();
      sleep(pause);
    }
  }
}
