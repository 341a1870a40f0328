package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.channel.Broadcast;
import dev.treadle.channel.Channel;
import dev.treadle.channel.Select;
import dev.treadle.channel.StateValue;
import dev.treadle.channel.WorkQueue;
import dev.treadle.monitor.Resources;
import dev.treadle.monitor.TaskTree;
import dev.treadle.sync.Barrier;
import dev.treadle.sync.CapacityLimiter;
import dev.treadle.sync.Condition;
import dev.treadle.sync.Event;
import dev.treadle.sync.Guarded;
import dev.treadle.sync.KeyedMutex;
import dev.treadle.sync.Mutex;
import dev.treadle.sync.RateLimiter;
import dev.treadle.sync.Semaphore;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// Which calls tell a task that it is cancelled: all that wait, also if they need not, and no
/// others. Whoever cleans up may call the others as always.
class OnlyWaitsThrowTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Map<String, Action<?>> calls = new LinkedHashMap<>();
  private final AtomicInteger ended = new AtomicInteger();

  /// What each call throws in a block that is cancelled already.
  private Map<String, Object> thrownWhenCancelled() {
    var thrown = new LinkedHashMap<String, Object>();
    calls.forEach((name, call) ->
        CancelScope.run(scope -> {
          scope.cancel("enough");
          var failure = catchThrowable(() -> call.run());
          thrown.put(name, failure == null ? "nothing" : failure.getClass());
        }));
    return thrown;
  }

  private void requireThatAllOf(Object expected) {
    assertThat(thrownWhenCancelled())
        .isNotEmpty()
        .allSatisfy((_, thrown) -> assertThat(thrown).isEqualTo(expected));
  }

  // --- Tasks and scopes

  @TreadleTest
  void toStartAndToCancelIsNoWait() {
    TaskGroup.run(group -> {
      var task = group.start(() -> sleep(HOUR));
      calls.put("start", () -> group.start(ended::incrementAndGet));
      calls.put("start with a name", () -> group.start("name", ended::incrementAndGet));
      calls.put("startDaemon", () -> group.startDaemon(ended::incrementAndGet));
      calls.put("after", () -> group.after(Duration.ZERO, ended::incrementAndGet));
      calls.put("every", () -> group.every(HOUR, () -> {}));
      calls.put("isDone", () -> task.isDone());
      calls.put("outcome", () -> task.outcome());
      calls.put("wakeAtEnd", () -> Tasks.wakeAtEnd(task, new Waiter<Task<?>>("its end")));
      calls.put("wake", () -> new Waiter<Integer>("a value").wake(7));
      calls.put("Task.cancel", () -> task.cancel("enough"));

      requireThatAllOf("nothing");
    });
    assertThat(ended).hasValue(4);
  }

  @TreadleTest
  void neitherIsToStopAGroup() {
    TaskGroup.run(group -> {
      calls.put("cancel with grace", () -> group.cancel("enough", HOUR));
      calls.put("cancel", () -> group.cancel("enough"));

      requireThatAllOf("nothing");
    });
  }

  @TreadleTest
  void neitherIsToLookAtAScopeOrToMoveItsDeadline() {
    TaskGroup.run(_ -> {
      calls.put("current", () -> CancelScope.current());
      calls.put("isCancelled", () -> CancelScope.current().isCancelled());
      calls.put("deadline", () -> CancelScope.current().deadline());
      calls.put("move", () -> CancelScope.current().deadline(Deadline.in(SECOND)));
      calls.put("isRequested", () -> CancelScope.current().stopping().isRequested());
      calls.put("cancel", () -> CancelScope.current().cancel("again"));
      calls.put("capture", () -> TaskTree.capture());
      calls.put("track", () -> Resources.track(new Object(), () -> "thing").close());

      requireThatAllOf("nothing");
    });
  }

  @TreadleTest
  void blocksInWhichNobodyWaitsThrowNothing() {
    TaskGroup.run(_ -> {
      calls.put("timeout", () -> Treadle.timeout(HOUR, () -> {}));
      calls.put("moveOnAfter", () -> Treadle.moveOnAfter(HOUR, () -> {}));
      calls.put("shield", () -> Treadle.shield(HOUR, () -> {}));
      calls.put("run", () -> Treadle.run(() -> {}));
      calls.put("TaskGroup.run", () -> TaskGroup.run(_ -> {}));
      calls.put("gather", () -> Treadle.gather(() -> 1, () -> 2));
      calls.put(
          "a group with a task",
          () -> {
            try (var group = TaskGroup.open()) {
              group.start(() -> {});
              group.join();
            }
          });

      requireThatAllOf("nothing");
    });
  }

  @TreadleTest
  void everyWaitOfATaskSaysThatItIsCancelled() {
    TaskGroup.run(group -> {
      var done = group.start(() -> 7);
      sleep(SECOND);
      calls.put("sleep", () -> sleep(HOUR));
      calls.put("sleep for nothing", () -> sleep(Duration.ZERO));
      calls.put("checkpoint", () -> Treadle.checkpoint());
      calls.put("checkCancelled", () -> Waiter.checkCancelled());
      calls.put("Waiter.await", () -> new Waiter<Integer>("a value").await());
      calls.put("Task.await", () -> done.await());
      calls.put("waitFirst", () -> Tasks.waitFirst(done));
      calls.put("waitAll", () -> Tasks.waitAll(done));
      calls.put("startReady", () -> group.<Integer>startReady(started -> started.with(7)));
      calls.put("stopping", () -> CancelScope.current().stopping().await());
      calls.put("stopping for a time", () -> CancelScope.current().stopping().await(HOUR));
      calls.put("blocking", () -> Treadle.blocking(() -> ended.incrementAndGet()));
      calls.put("cpu", () -> Treadle.cpu(() -> ended.incrementAndGet()));
      calls.put("abandonable", () -> Treadle.abandonable(_ -> {}, () -> ended.incrementAndGet()));

      requireThatAllOf(Cancelled.class);
    });
    assertThat(ended).hasValue(0);
  }

  // --- Channels and locks

  @TreadleTest
  void whatTriesOrClosesOrGivesBackThrowsNothing() {
    TaskGroup.run(_ -> {
      var channel = Channel.<Integer>buffered(1);
      calls.put("trySend", () -> channel.trySend(1));
      calls.put("tryReceive", () -> channel.tryReceive());
      calls.put("close", () -> channel.close());
      var queue = WorkQueue.<Integer>fifo();
      calls.put("tryPut", () -> queue.tryPut(1));
      calls.put("tryTake", () -> queue.tryTake());
      calls.put("done", () -> queue.done());
      calls.put("shutdown", () -> queue.shutdown());
      var news = Broadcast.<Integer>buffered(1);
      calls.put("subscribe", () -> news.subscribe().close());
      calls.put("Broadcast.trySend", () -> news.trySend(1));
      calls.put("Broadcast.close", () -> news.close());
      calls.put("StateValue.set", () -> StateValue.of(1).set(2));
      calls.put("Event.set", () -> Event.create().set());
      calls.put("Barrier.abort", () -> Barrier.of(2).abort());
      calls.put("Semaphore.release", () -> Semaphore.of(1).release());
      calls.put("RateLimiter", () -> RateLimiter.tokenBucket(1, SECOND).tryAcquire());

      requireThatAllOf("nothing");
    });
  }

  @TreadleTest
  void whatIsHeldCanBeGivenBack() {
    TaskGroup.run(_ -> {
      var mutex = Mutex.create();
      var condition = Condition.of(mutex);
      var limiter = CapacityLimiter.of(1);
      var keyed = KeyedMutex.<String>create();
      var semaphore = Semaphore.of(1);
      var tokens =
          List.of(mutex.acquire(), limiter.acquire(), keyed.acquire("a"), semaphore.acquire());
      calls.put("signal", () -> condition.signal());
      for (var token : tokens) {
        calls.put("close " + calls.size(), () -> token.close());
      }
      calls.put("tryAcquire", () -> Objects.requireNonNull(mutex.tryAcquire()).close());

      requireThatAllOf("nothing");
      assertThat(mutex.isHeld() || keyed.isHeld("a")).isFalse();
      assertThat(limiter.available() + semaphore.available()).isEqualTo(2);
    });
  }

  @TreadleTest
  void everyWaitOfAChannelOrALockSaysThatTheTaskIsCancelled() {
    TaskGroup.run(_ -> {
      var full = Channel.<Integer>buffered(2);
      full.send(1);
      var queue = WorkQueue.<Integer>fifo();
      queue.put(1);
      calls.put("send", () -> full.send(2));
      calls.put("receive", () -> full.receive());
      calls.put("select", () -> Select.select(Select.receive(full)));
      calls.put("put", () -> queue.put(2));
      calls.put("take", () -> queue.take());
      calls.put("join", () -> queue.join());
      calls.put("Broadcast.send", () -> Broadcast.<Integer>buffered(1).send(1));
      calls.put("StateValue.await", () -> StateValue.of(1).await(_ -> true));
      calls.put("mutex", () -> Mutex.create().acquire());
      calls.put("keyed mutex", () -> KeyedMutex.<String>create().acquire("a"));
      calls.put("guarded", () -> Guarded.of(1).call(state -> state));
      calls.put("semaphore", () -> Semaphore.of(1).acquire());
      calls.put("limiter", () -> CapacityLimiter.of(1).acquire());
      calls.put("rate", () -> RateLimiter.tokenBucket(1, SECOND).acquire());
      calls.put("event", () -> Event.create().await());
      calls.put("barrier", () -> Barrier.of(1).await());

      requireThatAllOf(Cancelled.class);
      assertThat(full.statistics().buffered() + queue.size()).isEqualTo(2);
    });
  }
}
