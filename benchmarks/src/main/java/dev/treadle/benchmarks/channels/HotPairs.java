package dev.treadle.benchmarks.channels;

import static dev.treadle.channel.Select.receive;
import static dev.treadle.channel.Select.send;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.benchmarks.Fairness;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;

/// [Fairness] beside pairs of tasks that do nothing but hand over and wait, by one primitive.
final class HotPairs implements Fairness.Tasks {

  /// What the pairs are busy with.
  enum Primitive {
    RENDEZVOUS("a rendezvous channel"),
    BUFFERED("a channel of 16"),
    UNBOUNDED("unbounded channels"),
    CONFLATED("a conflated channel"),
    DROP_OLDEST("a channel of the newest 16"),
    SELECT("a select"),
    WORK_QUEUE("a work queue of 16"),
    LIFO_QUEUE("a stack of 16"),
    PRIORITY_QUEUE("a priority queue of 16"),
    BROADCAST("a broadcast of 16"),
    STATE("a state value"),
    MUTEX("a mutex"),
    STRICT_MUTEX("a fair mutex"),
    KEYED_MUTEX("a key's mutex"),
    STRICT_KEYED_MUTEX("a key's fair mutex"),
    SEMAPHORE("a semaphore of 2"),
    STRICT_SEMAPHORE("a fair semaphore of 2"),
    BOUNDED_SEMAPHORE("a bounded semaphore of 2"),
    LIMITER("a capacity limiter of 2"),
    RATE_LIMITER("a rate limiter of 1,000,000 a second"),
    GUARDED("guarded state"),
    CONDITION("a condition"),
    EVENT("two events"),
    BARRIER("a barrier");

    final String title;

    Primitive(String title) {
      this.title = title;
    }
  }

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// What the two do, again and again.
  private record Pair(Runnable one, Runnable other) {}

  private final TaskGroup group;
  private final Supplier<Pair> pairs;

  private HotPairs(TaskGroup group, Supplier<Pair> pairs) {
    this.group = group;
    this.pairs = pairs;
  }

  /// The primitive, then the answers.
  public static void main(String[] words) {
    var primitive = Primitive.valueOf(words[0]);
    var answers = Arrays.stream(words).skip(1).map(Fairness.Answer::valueOf).toList();
    TaskGroup.run(group -> Fairness.report(answers, new HotPairs(group, pairs(primitive))));
  }

  @Override
  public void start(Fairness.Body body) {
    group.start(body::run);
  }

  @Override
  public void sleep(Duration duration) {
    Treadle.sleep(duration);
  }

  @Override
  public void startPair() {
    var pair = pairs.get();
    start(() -> forever(pair.one));
    start(() -> forever(pair.other));
  }

  /// Each pair has a primitive of its own, but for locks: all want the same one.
  private static Supplier<Pair> pairs(Primitive primitive) {
    return switch (primitive) {
      case RENDEZVOUS -> () -> pingPong(Channel.rendezvous(), Channel.rendezvous());
      case UNBOUNDED -> () -> pingPong(Channel.unbounded(), Channel.unbounded());
      case SELECT -> HotPairs::selecting;
      case BUFFERED -> () -> stream(Channel.buffered(16));
      case CONFLATED -> () -> stream(Channel.conflated());
      case DROP_OLDEST -> () -> stream(Channel.dropOldest(16));
      case WORK_QUEUE -> () -> work(WorkQueue.fifo(16));
      case LIFO_QUEUE -> () -> work(WorkQueue.lifo(16));
      case PRIORITY_QUEUE -> () -> work(WorkQueue.priority(16, Comparator.naturalOrder()));
      case BROADCAST -> HotPairs::broadcast;
      case STATE -> HotPairs::state;
      case MUTEX -> always(locking(Mutex.create()));
      case STRICT_MUTEX -> always(locking(Mutex.fair()));
      case KEYED_MUTEX -> always(locking(KeyedMutex.create()));
      case STRICT_KEYED_MUTEX -> always(locking(KeyedMutex.fair()));
      case SEMAPHORE -> always(locking(Semaphore.of(2)));
      case STRICT_SEMAPHORE -> always(locking(Semaphore.fair(2)));
      case BOUNDED_SEMAPHORE -> always(locking(BoundedSemaphore.of(2)));
      case LIMITER -> always(locking(CapacityLimiter.of(2)));
      case RATE_LIMITER -> always(RateLimiter.tokenBucket(1_000_000, SECOND)::acquire);
      case GUARDED -> HotPairs::guarded;
      case CONDITION -> HotPairs::condition;
      case EVENT -> HotPairs::events;
      case BARRIER -> HotPairs::barrier;
    };
  }

  private static void forever(Runnable step) {
    while (true) {
      step.run();
    }
  }

  private static Supplier<Pair> always(Runnable step) {
    var pair = new Pair(step, step);
    return () -> pair;
  }

  private static Runnable locking(Mutex mutex) {
    return () -> mutex.acquire().close();
  }

  private static Runnable locking(Semaphore semaphore) {
    return () -> semaphore.acquire().close();
  }

  private static Runnable locking(CapacityLimiter limiter) {
    return () -> limiter.acquire().close();
  }

  private static Runnable locking(KeyedMutex<String> mutex) {
    return () -> mutex.acquire("the key").close();
  }

  private static Pair work(WorkQueue<Integer> queue) {
    return new Pair(
        () -> queue.put(1),
        () -> {
          queue.take();
          queue.done();
        });
  }

  private static Pair broadcast() {
    var broadcast = Broadcast.<Integer>buffered(16);
    return new Pair(() -> broadcast.send(1), broadcast.subscribe()::receive);
  }

  /// Each waits for the other's number.
  private static Pair state() {
    var state = StateValue.of(0);
    return new Pair(() -> moveOn(state, 0), () -> moveOn(state, 1));
  }

  private static void moveOn(StateValue<Integer> state, int remainder) {
    state.await(number -> number % 2 == remainder);
    state.update(number -> number + 1);
  }

  private static Pair guarded() {
    var state = Guarded.of(0);
    return new Pair(() -> moveOn(state, 0), () -> moveOn(state, 1));
  }

  private static void moveOn(Guarded<Integer> state, int remainder) {
    state.updateWhen(number -> number % 2 == remainder, number -> number + 1);
  }

  private static Pair condition() {
    var mutex = Mutex.create();
    var changed = Condition.of(mutex);
    var turn = new int[1];
    return new Pair(() -> take(0, turn, mutex, changed), () -> take(1, turn, mutex, changed));
  }

  private static void take(int number, int[] turn, Mutex mutex, Condition changed) {
    try (var _ = mutex.acquire()) {
      changed.waitFor(() -> turn[0] == number);
      turn[0] = 1 - number;
      changed.signal();
    }
  }

  private static Pair pingPong(Channel<Integer> there, Channel<Integer> back) {
    return new Pair(
        () -> {
          there.send(1);
          back.receive();
        },
        () -> back.send(there.receive()));
  }

  /// Two that both would as soon send as receive.
  private static Pair selecting() {
    var there = Channel.<Integer>rendezvous();
    var back = Channel.<Integer>rendezvous();
    return new Pair(() -> either(there, back), () -> either(back, there));
  }

  private static void either(Channel<Integer> out, Channel<Integer> in) {
    var _ = Select.select(receive(in), send(out, 1, () -> 0));
  }

  private static Pair stream(Channel<Integer> channel) {
    return new Pair(() -> channel.send(1), channel::receive);
  }

  private static Pair events() {
    var there = Event.create();
    var back = Event.create();
    return new Pair(() -> answer(back, there), () -> answer(there, back));
  }

  private static void answer(Event awaited, Event answer) {
    answer.set();
    awaited.await();
    awaited.clear();
  }

  private static Pair barrier() {
    var barrier = Barrier.of(2);
    return new Pair(barrier::await, barrier::await);
  }
}
