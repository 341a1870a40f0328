package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import dev.treadle.test.Simulation;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Waits 25 hours in virtual time, in all the ways the JDK has, and answers with the milliseconds
/// that takes in a warm JVM.
final class TreadleHours {

  private static final Duration VIRTUAL = Duration.ofHours(25).plusMinutes(6).plusSeconds(38);

  private TreadleHours() {}

  public static void main(String[] words) {
    long start = System.nanoTime();
    long budget = Measuring.ordered().time().toNanos();
    millisPerRun(start + budget / 3);
    Measuring.report(millisPerRun(start + budget));
  }

  private static double millisPerRun(long end) {
    long start = System.nanoTime();
    int runs = 0;
    long now;
    do {
      Simulation.run(_ -> hours());
      runs++;
      now = System.nanoTime();
    } while (now < end);
    return (now - start) / 1e6 / runs;
  }

  private static void hours() throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    Thread.sleep(Duration.ofHours(1));
    day();
    new ArrayBlockingQueue<String>(1).poll(30, TimeUnit.SECONDS);
    new Semaphore(0).tryAcquire(7, TimeUnit.SECONDS);
    fiveMinutes(new ReentrantLock());
    minute(new Object());
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    var passed = Duration.ofNanos(System.nanoTime() - start);
    if (!passed.equals(VIRTUAL)) {
      throw new AssertionError("expected " + VIRTUAL + " of virtual time, got " + passed);
    }
  }

  private static void day() throws InterruptedException, ExecutionException {
    try {
      var never = new CompletableFuture<String>().get(1, TimeUnit.DAYS);
      throw new AssertionError("expected a timeout, got '" + never + "'");
    } catch (TimeoutException expected) {
      // A day has passed.
    }
  }

  @SuppressWarnings("WaitNotInLoop") // nobody signals: the time is all that is waited for
  private static void fiveMinutes(ReentrantLock lock) throws InterruptedException {
    lock.lock();
    try {
      lock.newCondition().await(5, TimeUnit.MINUTES);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // nobody notifies: the time is all that is waited for
  private static void minute(Object monitor) throws InterruptedException {
    synchronized (monitor) {
      monitor.wait(60_000);
    }
  }
}
