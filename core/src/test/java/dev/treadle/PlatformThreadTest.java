package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.channel.Broadcast;
import dev.treadle.channel.Channel;
import dev.treadle.channel.Select;
import dev.treadle.channel.StateValue;
import dev.treadle.channel.WorkQueue;
import dev.treadle.sync.Barrier;
import dev.treadle.sync.BoundedSemaphore;
import dev.treadle.sync.CapacityLimiter;
import dev.treadle.sync.Condition;
import dev.treadle.sync.Event;
import dev.treadle.sync.Guarded;
import dev.treadle.sync.KeyedMutex;
import dev.treadle.sync.Mutex;
import dev.treadle.sync.RateLimiter;
import dev.treadle.sync.Semaphore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/// Platform threads that run no task wait as tasks do, whatever for: one that is interrupted leaves
/// the line, the one behind it is served.
class PlatformThreadTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> ends = new CopyOnWriteArrayList<>();

  // --- Locks

  @Test
  void aMutex() throws InterruptedException {
    var mutex = Mutex.create();
    var held = mutex.acquire();
    twoWait(() -> mutex.acquire().close(), () -> mutex.statistics().waiting(), held::close);

    assertThat(mutex.isHeld()).isFalse();
  }

  @Test
  void aFairMutex() throws InterruptedException {
    var mutex = Mutex.fair();
    var held = mutex.acquire();
    twoWait(() -> mutex.acquire().close(), () -> mutex.statistics().waiting(), held::close);

    assertThat(mutex.isHeld()).isFalse();
  }

  @Test
  void aKeyedMutex() throws InterruptedException {
    var mutex = KeyedMutex.<String>create();
    var held = mutex.acquire("key");
    twoWait(() -> mutex.acquire("key").close(), () -> mutex.statistics().waiting(), held::close);

    assertThat(mutex.statistics()).isEqualTo(new KeyedMutex.Statistics(0, 0));
  }

  @Test
  void aGuardedState() throws InterruptedException {
    var state = Guarded.of(0);
    twoWait(
        () -> state.updateWhen(number -> number > 0, number -> number + 1),
        () -> state.statistics().waitingForState(),
        () -> state.update(_ -> 1));

    assertThat(state.<Integer, RuntimeException>call(number -> number)).isEqualTo(2);
  }

  @Test
  void theBlockOfAGuardedState() throws InterruptedException {
    var state = Guarded.of(0);
    var left = Event.create();
    var inside = Thread.ofPlatform().start(() -> state.run(_ -> left.await()));
    awaitWaiting(() -> left.statistics().waiting(), 1);
    twoWait(
        () -> state.update(number -> number + 1),
        () -> state.statistics().mutex().waiting(),
        left::set);

    assertThat(inside.join(LONG)).isTrue();
    assertThat(state.<Integer, RuntimeException>call(number -> number)).isEqualTo(1);
  }

  @Test
  void aCondition() throws InterruptedException {
    var mutex = Mutex.create();
    var condition = Condition.of(mutex);
    twoWait(
        () -> {
          try (var _ = mutex.acquire()) {
            condition.await();
          }
        },
        () -> condition.statistics().waiting(),
        () -> {
          try (var _ = mutex.acquire()) {
            condition.signal();
          }
        });

    assertThat(mutex.isHeld()).isFalse();
  }

  // --- Permits

  @Test
  void aSemaphore() throws InterruptedException {
    var semaphore = Semaphore.of(0);
    twoWait(semaphore::take, () -> semaphore.statistics().waiting(), semaphore::release);

    assertThat(semaphore.available()).isZero();
  }

  @Test
  void aBoundedSemaphore() throws InterruptedException {
    var semaphore = BoundedSemaphore.of(2);
    var held = semaphore.acquire(2);
    twoWait(
        () -> semaphore.acquire(2).close(), () -> semaphore.statistics().waiting(), held::close);

    assertThat(semaphore.available()).isEqualTo(2);
  }

  @Test
  void whatIsTakenFromABoundedSemaphore() throws InterruptedException {
    var semaphore = BoundedSemaphore.fair(1);
    semaphore.take();
    twoWait(semaphore::take, () -> semaphore.statistics().waiting(), semaphore::release);

    semaphore.release();
    assertThat(semaphore.available()).isEqualTo(1);
  }

  @Test
  void aCapacityLimiter() throws InterruptedException {
    var limiter = CapacityLimiter.of(1);
    var held = limiter.acquire();
    twoWait(() -> limiter.acquire().close(), () -> limiter.statistics().waiting(), held::close);

    assertThat(limiter.borrowed()).isZero();
  }

  @Test
  void aCapacityLimiterWhoseCapacityRises() throws InterruptedException {
    var limiter = CapacityLimiter.of(0);
    twoWait(
        () -> limiter.acquire().close(),
        () -> limiter.statistics().waiting(),
        () -> limiter.total(1));

    assertThat(limiter.statistics().borrowers()).isEmpty();
  }

  @Test
  void aRateLimiter() throws InterruptedException {
    var limiter = RateLimiter.slidingWindow(1, Duration.ofDays(1));
    limiter.acquire();
    var leaving = start(limiter::acquire);
    awaitWaiting(() -> limiter.statistics().waiting(), 1);
    leaving.interrupt();

    assertThat(leaving.join(LONG)).isTrue();
    assertThat(ends).containsExactly("cancelled");
    assertThat(limiter.statistics().waiting()).isZero();
  }

  // --- News

  @Test
  void anEvent() throws InterruptedException {
    var event = Event.create();
    twoWait(event::await, () -> event.statistics().waiting(), event::set);
  }

  @Test
  void aBarrier() throws InterruptedException {
    var barrier = Barrier.of(2);
    twoWait(barrier, barrier::await);
  }

  /// At a barrier the second to come lets the first pass, so they come one after the other.
  private void twoWait(Barrier barrier, Action<RuntimeException> wait) throws InterruptedException {
    var leaving = start(wait);
    awaitWaiting(barrier::waiting, 1);
    leaving.interrupt();
    assertThat(leaving.join(LONG)).isTrue();
    var staying = start(wait);
    awaitWaiting(barrier::waiting, 1);
    barrier.await();

    assertThat(staying.join(LONG)).isTrue();
    assertThat(ends).containsExactly("cancelled", "returned");
  }

  @Test
  void aStateValue() throws InterruptedException {
    var state = StateValue.of(0);
    twoWait(
        () -> state.await(number -> number > 0),
        () -> state.statistics().waiting(),
        () -> state.set(1));
  }

  @Test
  void theChangesOfAStateValue() throws InterruptedException {
    var state = StateValue.of(0);
    twoWait(
        () -> {
          var changes = state.changes().iterator();
          changes.next();
          changes.next();
        },
        () -> state.statistics().waiting(),
        () -> state.set(1));
  }

  // --- Elements

  @Test
  void aReceiverOfARendezvous() throws InterruptedException {
    var channel = Channel.<Integer>rendezvous();
    twoWait(channel::receive, () -> channel.statistics().waitingReceivers(), () -> channel.send(1));
  }

  @Test
  void aSenderOfARendezvous() throws InterruptedException {
    var channel = Channel.<Integer>rendezvous();
    twoWait(() -> channel.send(1), () -> channel.statistics().waitingSenders(), channel::receive);
  }

  @Test
  void aReceiverOfABuffer() throws InterruptedException {
    var channel = Channel.<Integer>buffered(1);
    twoWait(channel::receive, () -> channel.statistics().waitingReceivers(), () -> channel.send(1));
  }

  @Test
  void aSenderIntoABuffer() throws InterruptedException {
    var channel = Channel.<Integer>buffered(1);
    channel.send(1);
    twoWait(() -> channel.send(2), () -> channel.statistics().waitingSenders(), channel::receive);

    assertThat(channel.receive()).isEqualTo(2);
  }

  @Test
  void aSelect() throws InterruptedException {
    var channel = Channel.<Integer>rendezvous();
    var full = Channel.<Integer>buffered(1);
    full.send(1);
    twoWait(
        () -> {
          var _ = Select.select(Select.receive(channel), Select.send(full, 2, () -> 0));
        },
        () -> channel.statistics().waitingReceivers(),
        () -> channel.send(3));

    assertThat(full.statistics().waitingSenders()).isZero();
    assertThat(full.receive()).isEqualTo(1);
    assertThat(full.tryReceive()).isNull();
  }

  @Test
  void aSenderOfABroadcast() throws InterruptedException {
    var broadcast = Broadcast.<Integer>buffered(1);
    try (var subscription = broadcast.subscribe()) {
      broadcast.send(1);
      twoWait(
          () -> broadcast.send(2),
          () -> broadcast.statistics().waitingSenders(),
          subscription::receive);
    }
  }

  @Test
  void aSubscriber() throws InterruptedException {
    var broadcast = Broadcast.<Integer>buffered(1);
    try (var subscription = broadcast.subscribe()) {
      twoWait(
          subscription::receive,
          () -> subscription.statistics().waitingReceivers(),
          () -> broadcast.send(1));
    }
  }

  @Test
  void aTakerOfAWorkQueue() throws InterruptedException {
    var queue = WorkQueue.<Integer>fifo();
    twoWait(queue::take, () -> queue.statistics().waitingTakers(), () -> queue.put(1));
  }

  @Test
  void aPutterOfAWorkQueue() throws InterruptedException {
    var queue = WorkQueue.<Integer>fifo(1);
    queue.put(1);
    twoWait(() -> queue.put(2), () -> queue.statistics().waitingPutters(), queue::take);
  }

  @Test
  void aJoinerOfAWorkQueue() throws InterruptedException {
    var queue = WorkQueue.<Integer>fifo();
    queue.put(1);
    queue.take();
    twoWait(queue::join, () -> queue.statistics().waitingJoiners(), queue::done);
  }

  // --- How

  /// Two threads wait, the first of them is interrupted, and what they wait for comes.
  private void twoWait(Action<RuntimeException> wait, IntSupplier waiting, Runnable come)
      throws InterruptedException {
    var leaving = start(wait);
    awaitWaiting(waiting, 1);
    var staying = start(wait);
    awaitWaiting(waiting, 2);
    leaving.interrupt();
    assertThat(leaving.join(LONG)).isTrue();
    assertThat(ends).containsExactly("cancelled");
    assertThat(waiting.getAsInt()).isEqualTo(1);
    come.run();

    assertThat(staying.join(LONG)).isTrue();
    assertThat(ends).containsExactly("cancelled", "returned");
    assertThat(waiting.getAsInt()).isZero();
  }

  private Thread start(Action<RuntimeException> wait) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            wait.run();
            ends.add("returned");
          } catch (Cancelled cancelled) {
            ends.add(Thread.interrupted() ? "cancelled" : "cancelled without an interrupt");
          }
        });
  }

  private static void awaitWaiting(IntSupplier waiting, int count) {
    while (waiting.getAsInt() != count) {
      Thread.yield();
    }
  }
}
