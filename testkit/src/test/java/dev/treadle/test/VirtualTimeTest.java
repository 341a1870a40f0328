package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VirtualTimeTest {

  /// Every call of the JDK that waits for at most, or exactly, so long.
  @SuppressWarnings({"ImmutableEnumChecker", "JavaUtilDate", "WaitNotInLoop"})
  enum TimedCall {
    SLEEP_MILLIS(7, () -> Thread.sleep(7)),
    SLEEP_MILLIS_AND_NANOS(7, () -> Thread.sleep(7, 0)),
    SLEEP_DURATION(7, () -> Thread.sleep(Duration.ofMillis(7))),
    SLEEP_UNIT(7000, () -> TimeUnit.SECONDS.sleep(7)),
    TRY_LOCK(7, () -> heldLock().tryLock(7, TimeUnit.MILLISECONDS)),
    TRY_STAMPED_LOCK(7, () -> heldStampedLock().tryReadLock(7, TimeUnit.MILLISECONDS)),
    POLL(7, () -> new LinkedBlockingQueue<>().poll(7, TimeUnit.MILLISECONDS)),
    POLL_SYNCHRONOUS(7, () -> new SynchronousQueue<>().poll(7, TimeUnit.MILLISECONDS)),
    OFFER(7, () -> fullQueue().offer(1, 7, TimeUnit.MILLISECONDS)),
    GET(7, () -> new CompletableFuture<>().get(7, TimeUnit.MILLISECONDS)),
    AWAIT_LATCH(7, () -> new CountDownLatch(1).await(7, TimeUnit.MILLISECONDS)),
    AWAIT_BARRIER(7, () -> new CyclicBarrier(2).await(7, TimeUnit.MILLISECONDS)),
    ACQUIRE(7, () -> new Semaphore(0).tryAcquire(7, TimeUnit.MILLISECONDS)),
    WAIT(7, () -> waitOn(7, 0)),
    WAIT_AND_NANOS(8, () -> waitOn(7, 1)), // the JDK rounds up
    JOIN(7, () -> sleeper().join(7)),
    JOIN_DURATION(7, () -> sleeper().join(Duration.ofMillis(7))),
    PARK_NANOS(7, () -> LockSupport.parkNanos(7_000_000)),
    PARK_UNTIL(7, () -> LockSupport.parkUntil(new Date().getTime() + 7)),
    AWAIT_NANOS(7, () -> locked(lock -> lock.newCondition().awaitNanos(7_000_000))),
    AWAIT_UNTIL(
        7,
        () -> locked(lock -> lock.newCondition().awaitUntil(new Date(new Date().getTime() + 7)))),
    SCHEDULED_EXECUTOR(7, VirtualTimeTest::scheduled),
    TERMINATION(
        7,
        () ->
            Executors.newVirtualThreadPerTaskExecutor().awaitTermination(7, TimeUnit.MILLISECONDS)),
    TIMED_JOIN(7, () -> TimeUnit.MILLISECONDS.timedJoin(sleeper(), 7)),
    TIMED_WAIT(7, VirtualTimeTest::timedWait);

    private final long millis;
    private final Wait wait;

    TimedCall(long millis, Wait wait) {
      this.millis = millis;
      this.wait = wait;
    }
  }

  private interface Wait {
    void call() throws Exception;
  }

  private interface LockedWait {
    void call(ReentrantLock lock) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void waitsExactlySoLongInVirtualTime(TimedCall timed) {
    Simulation.run(simulation -> {
      long before = System.nanoTime();
      callUntilTimeout(timed.wait);

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(timed.millis));
      assertThat(System.nanoTime() - before).isEqualTo(timed.millis * 1_000_000);
      interruptSleepers();
    });
  }

  @TreadleTest
  void sleepersWakeInTheOrderOfTheirTimes() throws InterruptedException {
    List<Integer> woken = new ArrayList<>();
    var threads = new ArrayList<Thread>();
    for (int seconds : List.of(3, 1, 2)) {
      threads.add(Thread.startVirtualThread(() -> sleepThen(seconds, () -> woken.add(seconds))));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(woken).containsExactly(1, 2, 3);
  }

  @TreadleTest
  void waitsThatEndEarlyLeaveNoTimePassed(Simulation simulation) throws Exception {
    var queue = new LinkedBlockingQueue<Integer>();
    Thread.startVirtualThread(() -> sleepThen(2, () -> queue.add(1)));

    assertThat(queue.poll(1, TimeUnit.DAYS)).isEqualTo(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @TreadleTest
  void interruptsEndASleepAtOnce(Simulation simulation) {
    var main = Thread.currentThread();
    Thread.startVirtualThread(() -> sleepThen(1, main::interrupt));

    assertThatThrownBy(() -> Thread.sleep(Duration.ofDays(365)))
        .isInstanceOf(InterruptedException.class);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  @TreadleTest
  void negativeAndZeroWaitsDoNotWait(Simulation simulation) throws Exception {
    Thread.sleep(0);
    Thread.sleep(Duration.ofSeconds(-5));
    LockSupport.parkNanos(-1);

    assertThat(new LinkedBlockingQueue<>().poll(-1, TimeUnit.DAYS)).isNull();
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void theLongestWaitEndsWhenItIsAnswered() throws Exception {
    var queue = new LinkedBlockingQueue<Integer>();
    Thread.startVirtualThread(() -> sleepThen(1, () -> queue.add(1)));

    assertThat(queue.poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS)).isEqualTo(1);
    Thread.startVirtualThread(() -> sleepThen(1, () -> queue.add(2)));
    assertThat(queue.poll(Long.MAX_VALUE, TimeUnit.DAYS)).isEqualTo(2);
  }

  @Test
  void theLongestWaitIsAWaitForEver() {
    assertThatThrownBy(() ->
            Simulation.run(_ -> new LinkedBlockingQueue<>().poll(Long.MAX_VALUE, TimeUnit.DAYS)))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith("deadlock: ");
  }

  @Test
  void timeHasAnEndThatIsNotOverrun() {
    Simulation.run(simulation -> {
      simulation.clock().jump(Duration.ofSeconds(Long.MAX_VALUE));
      simulation.clock().jump(Duration.ofDays(1));

      assertThat(simulation.clock().now()).isAfter(Instant.parse("2262-01-01T00:00:00Z"));
      assertThat(System.currentTimeMillis()).isPositive();
    });
  }

  private static final List<Thread> SLEEPERS = new ArrayList<>();

  private static void callUntilTimeout(Wait wait) throws Exception {
    try {
      wait.call();
    } catch (TimeoutException expected) {
      // Some calls say it so.
    }
  }

  private static Thread sleeper() {
    var thread = Thread.startVirtualThread(() -> sleepThen(100, () -> {}));
    SLEEPERS.add(thread);
    return thread;
  }

  private static void interruptSleepers() throws InterruptedException {
    for (var thread : SLEEPERS) {
      thread.interrupt();
      thread.join();
    }
    SLEEPERS.clear();
  }

  private static void sleepThen(int seconds, Runnable action) {
    try {
      Thread.sleep(Duration.ofSeconds(seconds));
      action.run();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static ReentrantLock heldLock() throws InterruptedException {
    var lock = new ReentrantLock();
    Thread.ofVirtual().start(lock::lock).join();
    return lock;
  }

  private static StampedLock heldStampedLock() {
    var lock = new StampedLock();
    lock.writeLock();
    return lock;
  }

  private static ArrayBlockingQueue<Integer> fullQueue() {
    var queue = new ArrayBlockingQueue<Integer>(1);
    queue.add(0);
    return queue;
  }

  private static void locked(LockedWait wait) throws Exception {
    var lock = new ReentrantLock();
    lock.lock();
    try {
      wait.call(lock);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // there is nobody who could notify
  private static void waitOn(long millis, int nanos) throws InterruptedException {
    var monitor = new Object();
    synchronized (monitor) {
      monitor.wait(millis, nanos);
    }
  }

  private static void timedWait() throws InterruptedException {
    var monitor = new Object();
    synchronized (monitor) {
      TimeUnit.MILLISECONDS.timedWait(monitor, 7);
    }
  }

  private static void scheduled() throws Exception {
    try (var executor = Executors.newScheduledThreadPool(1, Thread.ofVirtual().factory())) {
      executor.schedule(() -> {}, 7, TimeUnit.MILLISECONDS).get();
    }
  }
}
