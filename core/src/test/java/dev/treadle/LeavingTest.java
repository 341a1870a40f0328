package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.channel.Broadcast;
import dev.treadle.channel.Channel;
import dev.treadle.channel.Select;
import dev.treadle.channel.Subscription;
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
import dev.treadle.test.Simulation;
import dev.treadle.test.SimulationSettings;
import dev.treadle.test.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A waiter that is cancelled leaves the middle of a line of five hundred as easily as of ten.
///
/// Counted in the steps of a simulation in which each access to a field of the line may change
/// threads, and one in four does: whoever looked at every one before it would need a hundred more.
/// Those who wait for a state value or to join a work queue are not here: their lines are of the
/// JDK, linked hash sets, whose accesses do not count.
class LeavingTest {

  private static final int FEW = 10;
  private static final int MANY = 500;
  private static final int MORE_STEPS = 30;

  private final List<Subscription<Integer>> subscriptions = new ArrayList<>();

  @Test
  void aMutex() {
    leaves(() -> waitFor(Mutex.create()));
  }

  @Test
  void aFairMutex() {
    leaves(() -> waitFor(Mutex.fair()));
  }

  private static Action<RuntimeException> waitFor(Mutex mutex) {
    mutex.acquire();
    return mutex::acquire;
  }

  @Test
  void aKeyedMutex() {
    leaves(() -> {
      var mutex = KeyedMutex.<String>create();
      mutex.acquire("key");
      return () -> mutex.acquire("key");
    });
  }

  @Test
  void aSemaphore() {
    leaves(() -> Semaphore.of(0)::take);
  }

  @Test
  void aFairSemaphore() {
    leaves(() -> Semaphore.fair(0)::acquire);
  }

  @Test
  void aLimiter() {
    leaves(() -> CapacityLimiter.of(0)::acquire);
  }

  @Test
  void aRateLimiter() {
    leaves(() -> {
      var limiter = RateLimiter.slidingWindow(1, Duration.ofDays(1));
      limiter.acquire();
      return limiter::acquire;
    });
  }

  @Test
  void anEvent() {
    leaves(() -> Event.create()::await);
  }

  @Test
  void aCondition() {
    leaves(() -> {
      var mutex = Mutex.create();
      var condition = Condition.of(mutex);
      return () -> {
        try (var _ = mutex.acquire()) {
          condition.await();
        }
      };
    });
  }

  @Test
  void guardedState() {
    leaves(() -> {
      var state = Guarded.of(0);
      return () -> state.updateWhen(number -> number > 0, number -> 0);
    });
  }

  @Test
  void aBarrier() {
    leaves(() -> Barrier.of(MANY + 1)::await);
  }

  @Test
  void aReceiverOfARendezvous() {
    leaves(() -> Channel.<Integer>rendezvous()::receive);
  }

  @Test
  void aSenderOfARendezvous() {
    leaves(() -> {
      var channel = Channel.<Integer>rendezvous();
      return () -> channel.send(1);
    });
  }

  @Test
  void aReceiverOfABufferedChannel() {
    leaves(() -> Channel.<Integer>buffered(4)::receive);
  }

  @Test
  void aSenderOfABufferedChannel() {
    leaves(() -> {
      var channel = Channel.<Integer>buffered(1);
      channel.send(1);
      return () -> channel.send(2);
    });
  }

  @Test
  void aReceiverOfTheNewest() {
    leaves(() -> Channel.<Integer>conflated()::receive);
  }

  @Test
  void aSelect() {
    leaves(() -> {
      var one = Channel.<Integer>rendezvous();
      var other = Channel.<Integer>buffered(1);
      return () -> {
        var _ = Select.select(Select.receive(other), Select.send(one, 1, () -> 0));
      };
    });
  }

  @Test
  void aSenderOfABroadcast() {
    leaves(() -> {
      var broadcast = Broadcast.<Integer>buffered(1);
      subscribed(broadcast);
      broadcast.send(1);
      return () -> broadcast.send(2);
    });
  }

  @Test
  void aSubscriber() {
    leaves(() -> subscribed(Broadcast.<Integer>buffered(4))::receive);
  }

  private Subscription<Integer> subscribed(Broadcast<Integer> broadcast) {
    var subscription = broadcast.subscribe();
    subscriptions.add(subscription);
    return subscription;
  }

  @Test
  void aTakerOfAWorkQueue() {
    leaves(() -> WorkQueue.<Integer>fifo()::take);
  }

  @Test
  void aPutterOfAWorkQueue() {
    leaves(() -> {
      var queue = WorkQueue.<Integer>fifo(1);
      queue.put(1);
      return () -> queue.put(2);
    });
  }

  // --- How

  private void leaves(Supplier<Action<RuntimeException>> line) {
    long few = steps(FEW, line);
    long many = steps(MANY, line);

    assertThat(few).isPositive();
    assertThat(many - few).isLessThan(MORE_STEPS);
  }

  private long steps(int waiters, Supplier<Action<RuntimeException>> line) {
    var steps = new AtomicLong();
    Simulation.run(
        LeavingTest::counting,
        simulation -> {
          steps.set(steps(simulation, waiters, line.get()));
          subscriptions.forEach(Subscription::close);
        });
    return steps.get();
  }

  private static SimulationSettings counting(SimulationSettings settings) {
    return settings
        .withStrategy(Strategy.RANDOM)
        .withRacePoints("dev.treadle.channel", "dev.treadle.sync");
  }

  /// The steps from the cancellation of the one in the middle until it has ended. Somebody else
  /// always has something to do, so that there is whom to change to.
  private static long steps(Simulation simulation, int waiters, Action<RuntimeException> wait) {
    var steps = new AtomicLong();
    TaskGroup.run(group -> {
      var tasks = new ArrayList<Task<?>>();
      for (int i = 0; i < waiters; i++) {
        tasks.add(group.startDaemon(wait));
        simulation.awaitBlocked();
      }
      var left = new AtomicBoolean();
      group.startDaemon(() -> {
        while (!left.get()) {
          Thread.yield();
        }
      });
      var middle = tasks.get(waiters / 2);
      long before = simulation.trace().steps();
      middle.cancel("enough");
      Tasks.waitAll(middle);
      steps.set(simulation.trace().steps() - before);
      left.set(true);
    });
    return steps.get();
  }
}
