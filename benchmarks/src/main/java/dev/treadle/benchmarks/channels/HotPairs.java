package dev.treadle.benchmarks.channels;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.benchmarks.Fairness;
import dev.treadle.channel.Channel;
import dev.treadle.sync.Barrier;
import dev.treadle.sync.Event;
import dev.treadle.sync.Mutex;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/// [Fairness] beside pairs of tasks that do nothing but hand over and wait, by one primitive.
final class HotPairs implements Fairness.Tasks {

  /// What the pairs are busy with; each pair has its own but for locks, which all of them want.
  enum Primitive {
    RENDEZVOUS("a rendezvous channel", () -> pingPong(0)),
    BUFFERED("a channel of 16", () -> stream(Channel.buffered(16))),
    CONFLATED("a conflated channel", () -> stream(Channel.conflated())),
    MUTEX("a mutex", always(locking(Mutex.create()))),
    STRICT_MUTEX("a fair mutex", always(locking(Mutex.fair()))),
    EVENT("two events", HotPairs::events),
    BARRIER("a barrier", HotPairs::barrier);

    final String title;
    private final Supplier<Pair> pairs;

    Primitive(String title, Supplier<Pair> pairs) {
      this.title = title;
      this.pairs = pairs;
    }
  }

  /// What the two do, again and again.
  private record Pair(Runnable one, Runnable other) {}

  private final TaskGroup group;
  private final Primitive primitive;

  private HotPairs(TaskGroup group, Primitive primitive) {
    this.group = group;
    this.primitive = primitive;
  }

  /// The primitive, then the answers.
  public static void main(String[] words) {
    var primitive = Primitive.valueOf(words[0]);
    var answers = Arrays.stream(words).skip(1).map(Fairness.Answer::valueOf).toList();
    TaskGroup.run(group -> Fairness.report(answers, new HotPairs(group, primitive)));
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
    var pair = primitive.pairs.get();
    start(() -> forever(pair.one));
    start(() -> forever(pair.other));
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

  private static Pair pingPong(int capacity) {
    var there = Channel.<Integer>buffered(capacity);
    var back = Channel.<Integer>buffered(capacity);
    return new Pair(
        () -> {
          there.send(1);
          back.receive();
        },
        () -> back.send(there.receive()));
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
