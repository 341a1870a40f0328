package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RealTimersTest {

  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

  @Test
  void actionRunsAfterItsDelay() throws InterruptedException {
    long start = System.nanoTime();
    var ranAt = new LinkedBlockingQueue<Long>();

    RealTimers.schedule(Duration.ofMillis(5).toNanos(), () -> ranAt.add(System.nanoTime()));

    assertThat(ranAt.take() - start).isGreaterThanOrEqualTo(Duration.ofMillis(5).toNanos());
  }

  @Test
  void actionsDueAtTheSameInstantRunInTheOrderInWhichTheyWereScheduled()
      throws InterruptedException {
    var gate = blockTimerThread();

    RealTimers.schedule(0, () -> ran.add("first"));
    RealTimers.schedule(0, () -> ran.add("second"));
    RealTimers.schedule(0, () -> ran.add("third"));
    gate.countDown();

    assertThat(ran.take()).isEqualTo("first");
    assertThat(ran.take()).isEqualTo("second");
    assertThat(ran.take()).isEqualTo("third");
  }

  @Test
  void actionDueEarlierRunsFirstWhicheverWasScheduledFirst() throws InterruptedException {
    var gate = blockTimerThread();

    RealTimers.schedule(Duration.ofMillis(200).toNanos(), () -> ran.add("later"));
    RealTimers.schedule(0, () -> ran.add("sooner"));
    gate.countDown();

    assertThat(ran.take()).isEqualTo("sooner");
    assertThat(ran.take()).isEqualTo("later");
  }

  @Test
  void negativeDelayIsDueAtOnceInTheOrderOfScheduling() throws InterruptedException {
    var gate = blockTimerThread();

    RealTimers.schedule(0, () -> ran.add("zero"));
    RealTimers.schedule(Long.MIN_VALUE, () -> ran.add("negative"));
    gate.countDown();

    assertThat(ran.take()).isEqualTo("zero");
    assertThat(ran.take()).isEqualTo("negative");
  }

  @Test
  void actionNeverRunsOnTheSchedulingThread() throws InterruptedException {
    var runner = new LinkedBlockingQueue<Thread>();

    RealTimers.schedule(0, () -> runner.add(Thread.currentThread()));

    assertThat(runner.take())
        .isNotSameAs(Thread.currentThread())
        .matches(Thread::isDaemon, "is a daemon")
        .matches(thread -> !thread.isVirtual(), "is a platform thread")
        .extracting(Thread::getName)
        .isEqualTo("treadle-timers");
  }

  @Test
  void cancelledActionDoesNotRun() throws InterruptedException {
    var gate = blockTimerThread();
    var timer = RealTimers.schedule(0, () -> ran.add("cancelled"));
    RealTimers.schedule(0, () -> ran.add("next"));

    boolean prevented = timer.cancel();
    gate.countDown();

    assertThat(prevented).isTrue();
    assertThat(ran.take()).isEqualTo("next");
  }

  @Test
  void cancellingTwicePreventsOnce() {
    var timer = RealTimers.schedule(HOUR, () -> ran.add("never"));

    assertThat(timer.cancel()).isTrue();
    assertThat(timer.cancel()).isFalse();
  }

  @Test
  void cancellingAfterTheActionRanPreventsNothing() throws InterruptedException {
    var timer = RealTimers.schedule(0, () -> ran.add("ran"));
    ran.take();

    assertThat(timer.cancel()).isFalse();
  }

  @Test
  void cancellingWhileTheActionRunsPreventsNothingAndDoesNotInterruptIt()
      throws InterruptedException {
    var started = new CountDownLatch(1);
    var cancelled = new CountDownLatch(1);
    var timer =
        RealTimers.schedule(
            0,
            () -> {
              started.countDown();
              ran.add(awaitUninterrupted(cancelled) ? "completed" : "interrupted");
            });
    started.await();

    boolean prevented = timer.cancel();
    cancelled.countDown();

    assertThat(prevented).isFalse();
    assertThat(ran.take()).isEqualTo("completed");
  }

  @Test
  void failureOfAnActionGoesToTheUncaughtExceptionHandlerAndLaterTimersStillRun()
      throws InterruptedException {
    var failure = new IllegalStateException("planted");
    var caught = new AtomicReference<Throwable>();
    RealTimers.schedule(0, () -> handleNextFailureWith(caught));

    RealTimers.schedule(
        0,
        () -> {
          throw failure;
        });
    RealTimers.schedule(0, () -> ran.add("later timer"));

    assertThat(ran.take()).isEqualTo("later timer");
    assertThat(caught).hasValue(failure);
  }

  @Test
  void errorOfAnActionGoesToTheUncaughtExceptionHandlerToo() throws InterruptedException {
    var failure = new AssertionError("planted");
    var caught = new AtomicReference<Throwable>();
    RealTimers.schedule(0, () -> handleNextFailureWith(caught));

    RealTimers.schedule(
        0,
        () -> {
          throw failure;
        });
    RealTimers.schedule(0, () -> ran.add("later timer"));

    assertThat(ran.take()).isEqualTo("later timer");
    assertThat(caught).hasValue(failure);
  }

  /// Keeps the timer thread busy until the latch is released, so that what is scheduled meanwhile
  /// waits.
  private static CountDownLatch blockTimerThread() throws InterruptedException {
    var blocked = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    RealTimers.schedule(
        0,
        () -> {
          blocked.countDown();
          awaitUninterrupted(gate);
        });
    blocked.await();
    return gate;
  }

  private static boolean awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  private static void handleNextFailureWith(AtomicReference<Throwable> caught) {
    Thread.currentThread()
        .setUncaughtExceptionHandler((thread, failure) -> {
          caught.set(failure);
          thread.setUncaughtExceptionHandler(null);
        });
  }
}
