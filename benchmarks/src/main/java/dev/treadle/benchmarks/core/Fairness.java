package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.Measuring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;

/// How long others wait while four pairs of tasks hand values to and fro and give way each time.
///
/// Who waits for a second is taken for starved, and a second is the answer then.
final class Fairness {

  private static final int PAIRS = 4;
  private static final int LEAST_SAMPLES = 100;
  private static final Duration SLEEP = Duration.ofMillis(10);
  private static final Duration STARVED = Duration.ofSeconds(1);

  /// What of the waiting is the answer, in milliseconds.
  enum Answer {
    /// How long a sleep of 10 ms takes, 99 times of 100.
    SLEEP_P99,
    /// How long a sleep of 10 ms takes at most.
    SLEEP_WORST,
    /// How long after its start a task begins, 99 times of 100.
    START_P99,
    /// The same for tasks that a platform thread starts.
    OUTSIDE_START_P99
  }

  private final Answer answer;
  private final Tasks tasks;
  private volatile long sampleStart = System.nanoTime();

  private Fairness(Answer answer, Tasks tasks) {
    this.answer = answer;
    this.tasks = tasks;
  }

  /// Answers, and ends the process: the pairs never end by themselves.
  static void report(Answer answer, Tasks tasks) {
    var fairness = new Fairness(answer, tasks);
    Thread.ofPlatform().start(fairness::endWhenStarved);
    for (int i = 0; i < PAIRS; i++) {
      fairness.startPair();
    }
    if (answer == Answer.OUTSIDE_START_P99) {
      Thread.ofPlatform().start(fairness::measure);
    } else {
      tasks.start(fairness::measure);
    }
  }

  private void startPair() {
    var there = new SynchronousQueue<Integer>();
    var back = new SynchronousQueue<Integer>();
    tasks.start(() -> {
      there.put(1);
      play(back, there);
    });
    tasks.start(() -> play(there, back));
  }

  private void play(SynchronousQueue<Integer> in, SynchronousQueue<Integer> out) throws Exception {
    while (true) {
      int ball = in.take();
      tasks.giveWay();
      out.put(ball);
    }
  }

  private void measure() {
    try {
      var time = Measuring.ordered().time();
      samples(time.dividedBy(3));
      var samples = samples(time.multipliedBy(2).dividedBy(3));
      samples.sort(null);
      int percent = answer == Answer.SLEEP_WORST ? 100 : 99;
      end(samples.get((samples.size() * percent + 99) / 100 - 1));
    } catch (Exception unexpected) {
      throw new AssertionError("expected no exception, got one", unexpected);
    }
  }

  private List<Double> samples(Duration howLong) throws Exception {
    var samples = new ArrayList<Double>();
    long end = System.nanoTime() + howLong.toNanos();
    while (System.nanoTime() < end || samples.size() < LEAST_SAMPLES) {
      sampleStart = System.nanoTime();
      samples.add(nanos() / 1e6);
    }
    return samples;
  }

  private long nanos() throws Exception {
    return switch (answer) {
      case SLEEP_P99, SLEEP_WORST -> sleepNanos();
      case START_P99, OUTSIDE_START_P99 -> startNanos();
    };
  }

  private long sleepNanos() throws Exception {
    long start = System.nanoTime();
    tasks.sleep(SLEEP);
    return System.nanoTime() - start;
  }

  private long startNanos() throws InterruptedException {
    var begun = new AtomicLong();
    var seen = new CountDownLatch(1);
    long start = System.nanoTime();
    tasks.start(() -> {
      begun.set(System.nanoTime());
      seen.countDown();
    });
    seen.await();
    return begun.get() - start;
  }

  /// A task that starves cannot say so itself.
  private void endWhenStarved() {
    try {
      while (System.nanoTime() - sampleStart < STARVED.toNanos()) {
        Thread.sleep(SLEEP);
      }
      end((double) STARVED.toMillis());
    } catch (InterruptedException unexpected) {
      throw new AssertionError("expected no interrupt, got one", unexpected);
    }
  }

  private static void end(double millis) {
    Measuring.report(millis);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /// A library's tasks.
  interface Tasks {
    void start(Body body);

    void sleep(Duration duration) throws Exception;

    void giveWay() throws Exception;
  }

  /// What a task does.
  @FunctionalInterface
  interface Body {
    void run() throws Exception;
  }
}
