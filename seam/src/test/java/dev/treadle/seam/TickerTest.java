package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The queue with its thread, in real time. Nothing here asserts how long something takes: what
/// fails never ends.
@Timeout(60)
class TickerTest {

  private static final long HOUR = 3_600_000_000_000L;

  private final Ticker ticker = Ticker.start();

  @Test
  void noWakeUpIsLost() throws InterruptedException {
    runAll(
        4,
        () -> {
          var random = ThreadLocalRandom.current();
          for (int i = 0; i < 2_000; i++) {
            sleep(random.nextLong(random.nextBoolean() ? 1_000 : 100_000));
          }
        });
  }

  @Test
  void noWakeUpIsLostAmongTimersThatAreCancelled() throws InterruptedException {
    var prevented = new AtomicInteger();
    runAll(
        4,
        () -> {
          var random = ThreadLocalRandom.current();
          for (int i = 0; i < 500; i++) {
            var outer = ticker.schedule(random.nextLong(200_000), () -> {});
            var inner = ticker.schedule(HOUR, () -> {});
            sleep(random.nextLong(100_000));
            prevented.addAndGet(inner.cancel() ? 1 : 0);
            outer.cancel();
          }
        });

    assertThat(prevented).hasValue(4 * 500);
  }

  @Test
  void eachTimerFiresOnceOrIsCancelledOnce() throws InterruptedException {
    int perThread = 20_000;
    var decided = new CountDownLatch(4 * perThread);
    runAll(
        4,
        () -> {
          var random = ThreadLocalRandom.current();
          World.Timer last = null;
          for (int i = 0; i < perThread; i++) {
            var timer = ticker.schedule(random.nextLong(2_000_000), decided::countDown);
            var victim = random.nextBoolean() || last == null ? timer : last;
            if (random.nextInt(3) > 0 && victim.cancel()) {
              decided.countDown();
            }
            last = timer;
          }
        });

    decided.await();
    var after = new CountDownLatch(1);
    ticker.schedule(3_000_000, after::countDown);
    after.await();
    assertThat(decided.getCount()).isZero();
  }

  @Test
  void anActionMayArmTheNextOne() throws InterruptedException {
    var steps = new CountDownLatch(1_000);
    class Chain implements Runnable {
      @Override
      public void run() {
        steps.countDown();
        if (steps.getCount() > 0) {
          ticker.schedule(steps.getCount() % 2 * 20_000, this);
        }
      }
    }

    ticker.schedule(0, new Chain());

    steps.await();
  }

  @Test
  void anInterruptedTickerParksAndFires() throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    ticker.schedule(
        0,
        () -> {
          Thread.currentThread().interrupt();
          interrupted.countDown();
        });
    interrupted.await();
    var clean = new ArrayList<Boolean>();
    var done = new CountDownLatch(1);

    ticker.schedule(
        5_000_000,
        () -> {
          clean.add(!Thread.currentThread().isInterrupted());
          done.countDown();
        });

    done.await();
    assertThat(clean).containsExactly(true);
  }

  @Test
  void aHandlerThatFailsEndsNothing() throws InterruptedException {
    var done = new CountDownLatch(1);

    ticker.schedule(
        0,
        () -> {
          Thread.currentThread()
              .setUncaughtExceptionHandler((_, _) -> {
                throw new IllegalStateException("planted in the handler");
              });
          throw new IllegalStateException("planted");
        });
    ticker.schedule(0, done::countDown);

    done.await();
  }

  @Test
  void theLongestDelayIsNever() throws InterruptedException {
    var timers =
        List.of(
            ticker.schedule(Long.MAX_VALUE, () -> {}),
            ticker.schedule(Long.MAX_VALUE / 2, () -> {}));
    sleep(0);

    assertThat(timers).allMatch(World.Timer::cancel);
  }

  private void sleep(long nanos) {
    var sleeper = new Sleeper(Thread.currentThread());
    ticker.schedule(nanos, sleeper);
    sleeper.await();
  }

  private static void runAll(int count, Runnable body) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < count; i++) {
      // Both kinds, as both arm timers.
      threads.add(i % 2 == 0 ? Thread.startVirtualThread(body) : Thread.ofPlatform().start(body));
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  private static final class Sleeper implements Runnable {

    private final Thread thread;
    private volatile boolean woken;

    Sleeper(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void run() {
      woken = true;
      LockSupport.unpark(thread);
    }

    void await() {
      while (!woken) {
        LockSupport.park(this);
      }
    }
  }
}
