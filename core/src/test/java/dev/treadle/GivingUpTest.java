package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.channel.Broadcast;
import dev.treadle.channel.Channel;
import dev.treadle.channel.Select;
import dev.treadle.channel.StateValue;
import dev.treadle.channel.WorkQueue;
import dev.treadle.sync.Barrier;
import dev.treadle.sync.CapacityLimiter;
import dev.treadle.sync.Condition;
import dev.treadle.sync.Event;
import dev.treadle.sync.Guarded;
import dev.treadle.sync.KeyedMutex;
import dev.treadle.sync.Mutex;
import dev.treadle.sync.RateLimiter;
import dev.treadle.sync.Semaphore;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/// Waiters that are cancelled leave nothing behind, however many there were: more than two million
/// here, in real threads, each of which was in line when it was cancelled.
class GivingUpTest {

  private static final int BATCHES = 80;
  private static final int TASKS = 1_000;
  private static final int WARM = 20;
  private static final int ATTEMPTS = 3;

  /// Eighty thousand waiters may leave so much. The smallest object is of 16 bytes.
  private static final long FLAT = 600_000;

  @Test
  void aMutex() {
    var mutex = Mutex.create();
    try (var _ = mutex.acquire()) {
      giveUp(() -> mutex.acquire(), () -> mutex.statistics().waiting());
    }
  }

  @Test
  void aFairMutex() {
    var mutex = Mutex.fair();
    try (var _ = mutex.acquire()) {
      giveUp(() -> mutex.acquire(), () -> mutex.statistics().waiting());
    }
  }

  @Test
  void aKeyedMutex() {
    var mutex = KeyedMutex.<String>create();
    try (var _ = mutex.acquire("key")) {
      giveUp(() -> mutex.acquire("key"), () -> mutex.statistics().waiting());
    }
  }

  @Test
  void aSemaphore() {
    var semaphore = Semaphore.of(0);
    giveUp(semaphore::take, () -> semaphore.statistics().waiting());
  }

  @Test
  void aFairSemaphore() {
    var semaphore = Semaphore.fair(0);
    giveUp(semaphore::take, () -> semaphore.statistics().waiting());
  }

  @Test
  void aLimiter() {
    var limiter = CapacityLimiter.of(1);
    try (var _ = limiter.acquire()) {
      giveUp(() -> limiter.acquire(), () -> limiter.statistics().waiting());
    }
  }

  @Test
  void aRateLimiter() {
    var limiter = RateLimiter.tokenBucket(1, Duration.ofDays(1), 1);
    limiter.acquire();
    giveUp(limiter::acquire, () -> limiter.statistics().waiting());
  }

  @Test
  void anEvent() {
    var event = Event.create();
    giveUp(event::await, () -> event.statistics().waiting());
  }

  @Test
  void aCondition() {
    var mutex = Mutex.create();
    var condition = Condition.of(mutex);
    giveUp(
        () -> {
          try (var _ = mutex.acquire()) {
            condition.await();
          }
        },
        () -> condition.statistics().waiting());
  }

  @Test
  void aBarrier() {
    var barrier = Barrier.of(TASKS + 1);
    giveUp(barrier::await, barrier::waiting);
  }

  @Test
  void guardedState() {
    var state = Guarded.of(0);
    giveUp(
        () -> state.updateWhen(number -> number > 0, number -> 0),
        () -> state.statistics().waitingForState());
  }

  @Test
  void aReceiverOfARendezvous() {
    var channel = Channel.<Integer>rendezvous();
    giveUp(channel::receive, () -> channel.statistics().waitingReceivers());
  }

  @Test
  void aSenderOfARendezvous() {
    var channel = Channel.<Integer>rendezvous();
    giveUp(() -> channel.send(1), () -> channel.statistics().waitingSenders());
  }

  @Test
  void aReceiverOfABufferedChannel() {
    var channel = Channel.<Integer>buffered(4);
    giveUp(channel::receive, () -> channel.statistics().waitingReceivers());
  }

  @Test
  void aSenderOfABufferedChannel() {
    var channel = Channel.<Integer>buffered(1);
    channel.send(1);
    giveUp(() -> channel.send(2), () -> channel.statistics().waitingSenders());
  }

  @Test
  void aReceiverOfAnUnboundedChannel() {
    var channel = Channel.<Integer>unbounded();
    giveUp(channel::receive, () -> channel.statistics().waitingReceivers());
  }

  @Test
  void aSelect() {
    var full = Channel.<Integer>rendezvous();
    var empty = Channel.<Integer>buffered(1);
    giveUp(
        () -> {
          var _ = Select.select(Select.receive(empty), Select.send(full, 1, () -> 0));
        },
        () -> empty.statistics().waitingReceivers());
    assertThat(full.statistics().waitingSenders()).isZero();
  }

  @Test
  void aSubscription() {
    var subscription = Broadcast.<Integer>buffered(4).subscribe();
    giveUp(subscription::receive, () -> subscription.statistics().waitingReceivers());
  }

  @Test
  void aSenderOfABroadcast() {
    var broadcast = Broadcast.<Integer>buffered(1);
    try (var _ = broadcast.subscribe()) {
      broadcast.send(1);
      giveUp(() -> broadcast.send(2), () -> broadcast.statistics().waitingSenders());
    }
  }

  @Test
  void aStateValue() {
    var state = StateValue.of(0);
    giveUp(() -> state.await(number -> number > 0), () -> state.statistics().waiting());
  }

  @Test
  void changesOfAStateValue() {
    var state = StateValue.of(0);
    giveUp(
        () -> {
          var changes = state.changes().iterator();
          changes.next(); // the one there is; the one after it never comes
          changes.next();
        },
        () -> state.statistics().waiting());
  }

  @Test
  void aTakerOfAWorkQueue() {
    var queue = WorkQueue.<Integer>fifo();
    giveUp(queue::take, () -> queue.statistics().waitingTakers());
  }

  @Test
  void aPutterOfAWorkQueue() {
    var queue = WorkQueue.<Integer>fifo(1);
    queue.put(1);
    giveUp(() -> queue.put(2), () -> queue.statistics().waitingPutters());
  }

  @Test
  void aJoinerOfAWorkQueue() {
    var queue = WorkQueue.<Integer>fifo();
    queue.put(1);
    giveUp(queue::join, () -> queue.statistics().waitingJoiners());
  }

  /// What leaves something behind does so every time; what else happens in a JVM does not.
  private static void giveUp(Action<RuntimeException> wait, IntSupplier waiting) {
    giveUp(WARM, wait, waiting);
    long left = FLAT;
    for (int attempt = 0; attempt < ATTEMPTS && left >= FLAT; attempt++) {
      long before = used();
      giveUp(BATCHES, wait, waiting);
      left = used() - before;
    }
    assertThat(left).isLessThan(FLAT);
  }

  private static void giveUp(int batches, Action<RuntimeException> wait, IntSupplier waiting) {
    for (int batch = 0; batch < batches; batch++) {
      giveUpOnce(wait, waiting);
    }
  }

  /// Daemons are cancelled when the body has ended.
  private static void giveUpOnce(Action<RuntimeException> wait, IntSupplier waiting) {
    TaskGroup.run(group -> {
      for (int i = 0; i < TASKS; i++) {
        group.startDaemon(wait);
      }
      while (waiting.getAsInt() < TASKS) {
        Treadle.sleep(Duration.ofNanos(100_000));
      }
    });
    assertThat(waiting.getAsInt()).isZero();
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
