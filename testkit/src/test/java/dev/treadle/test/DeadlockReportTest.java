package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.treadle.seam.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class DeadlockReportTest {

  @Test
  void locksTakenInOppositeOrder() throws IOException {
    var report =
        report(_ -> {
          var a = new ReentrantLock();
          var b = new ReentrantLock();
          start("one", () -> lockBoth(a, b));
          start("two", () -> lockBoth(b, a)).join();
        });

    assertThat(report).isEqualTo(expected("deadlock-of-locks.txt"));
  }

  @Test
  void monitorsEnteredInOppositeOrder() throws IOException {
    var report =
        report(_ -> {
          var a = new Object();
          var b = new ArrayList<Integer>();
          start("one", () -> enterBoth(a, b));
          start("two", () -> enterBoth(b, a)).join();
        });

    assertThat(report).isEqualTo(expected("deadlock-of-monitors.txt"));
  }

  @Test
  void threadsThatJoinEachOther() {
    var report =
        report(_ -> {
          var main = Thread.currentThread();
          start("child", () -> join(main)).join();
        });

    assertThat(withoutFrames(report))
        .contains("'main' is WAITING waiting for the end of 'child'")
        .contains("'child' is WAITING waiting for the end of 'main'")
        .contains("cycle: 'main' waits for the end of 'child' waits for the end of 'main'");
  }

  @Test
  void everyKindOfWaitIsNamed() {
    var report =
        report(_ -> {
          start("condition", DeadlockReportTest::awaitCondition);
          start("future", () -> new CompletableFuture<>().join());
          start("taker", () -> take(new LinkedBlockingQueue<>()));
          start("putter", () -> putTwice(new ArrayBlockingQueue<>(1)));
          start("acquirer", () -> new Semaphore(0).acquireUninterruptibly());
          start("parker", LockSupport::park);
          Thread.ofVirtual().start(LockSupport::park);
          new CountDownLatch(1).await();
        });

    assertThat(withoutFrames(report))
        .isEqualTo(
            """
            deadlock: every thread waits, and nothing inside the simulation can wake one \
            (if something outside should, set hermetic = false)
              virtual time PT0S, step 8, seed 0
              'main' is WAITING waiting for CountDownLatch#1
              'condition' is WAITING waiting for Condition#1
              'future' is WAITING waiting for CompletableFuture#1
              'taker' is WAITING waiting for Condition#2
              'putter' is WAITING waiting for Condition#3
              'acquirer' is WAITING waiting for Semaphore#1
              'parker' is WAITING
              'thread-7' is WAITING
              last steps:
                main@PT0S condition@PT0S future@PT0S taker@PT0S putter@PT0S acquirer@PT0S parker@PT0S thread-7@PT0S\
            """);
  }

  @Test
  void aThreadThatWaitsToBeNotifiedIsNoCycleOfItsOwn() {
    var report = report(_ -> start("waiter", DeadlockReportTest::awaitNotify).join());

    assertThat(withoutFrames(report))
        .contains("'waiter' is WAITING waiting for Object#1\n")
        .doesNotContain("cycle");
  }

  @Test
  void tasksAreNamedByTheirPaths() {
    var report =
        report(_ -> {
          World.current().events().taskStarted(Thread.currentThread(), () -> "orders/fetch-3");
          LockSupport.park();
        });

    assertThat(report).contains("\n  'main' (task orders/fetch-3) is WAITING\n");
  }

  @Test
  void aTaskThatHasEndedIsNamedNoMore() {
    var report =
        report(_ -> {
          World.current().events().taskStarted(Thread.currentThread(), () -> "orders");
          World.current().events().taskEnded(Thread.currentThread());
          LockSupport.park();
        });

    assertThat(report).contains("\n  'main' is WAITING\n");
  }

  @Test
  void aClockThatStandsStillIsNamedAsTheReason() {
    var report =
        report(simulation -> {
          simulation.clock().autojump(false);
          VirtualSleep.sleep(Duration.ofHours(1));
        });

    assertThat(report)
        .startsWith(
            "deadlock: every thread waits, and the clock stands still because autojump is off:"
                + " advance it, or switch autojump on\n  virtual time PT0S, step 1, seed 0\n"
                + "  'main' is TIMED_WAITING\n");
  }

  @Test
  void aLockOwnedOutsideIsShownSo() {
    var lock = new ReentrantLock();
    lock.lock();

    var report = report(_ -> lock.lock());

    assertThat(report)
        .contains(
            "waiting for ReentrantLock#1, owned by '"
                + Thread.currentThread().getName()
                + "' outside the simulation\n");
    lock.unlock();
  }

  @Test
  void theLastFiftyStepsAreShown() {
    var report =
        report(_ -> {
          for (int i = 0; i < 100; i++) {
            VirtualSleep.sleep(Duration.ofMillis(1));
          }
          new CountDownLatch(1).await();
        });

    assertThat(report).contains(" step 101,").contains("    main@PT0.051S").endsWith("main@PT0.1S");
  }

  private static String report(Simulation.Body body) {
    var failure = catchThrowableOfType(SimulationFailure.class, () -> Simulation.run(body));
    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.DEADLOCK);
    // Lines of sources move; what the report is made of does not.
    return String.valueOf(failure.getMessage())
        .replaceAll("at dev\\.treadle\\.testkit@[^/]*/", "at ")
        .replaceAll("(\\w+\\.java):\\d+", "$1");
  }

  private static String withoutFrames(String report) {
    return report.replaceAll("\n      at .*", "");
  }

  private static String expected(String resource) throws IOException {
    try (var in = DeadlockReportTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static Thread start(String name, Runnable body) {
    return Thread.ofVirtual().name(name).start(body);
  }

  private static void lockBoth(ReentrantLock first, ReentrantLock second) {
    first.lock();
    Thread.yield();
    second.lock();
  }

  private static void enterBoth(Object first, Object second) {
    synchronized (first) {
      Thread.yield();
      synchronized (second) {
        first.notifyAll();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // nobody signals
  private static void awaitCondition() {
    var lock = new ReentrantLock();
    lock.lock();
    lock.newCondition().awaitUninterruptibly();
  }

  @SuppressWarnings("WaitNotInLoop") // nobody notifies
  private static void awaitNotify() {
    var monitor = new Object();
    synchronized (monitor) {
      try {
        monitor.wait();
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void take(BlockingQueue<Integer> queue) {
    try {
      queue.take();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static void putTwice(BlockingQueue<Integer> queue) {
    try {
      queue.put(1);
      queue.put(2);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
