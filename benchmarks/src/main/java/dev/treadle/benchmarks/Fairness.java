package dev.treadle.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// How long others wait while four pairs of tasks keep each other busy.
///
/// Who waits for a second is taken for starved, and a second is the answer then.
public final class Fairness {

  private static final int PAIRS = 4;
  private static final int LEAST_SAMPLES = 100;
  private static final Duration SLEEP = Duration.ofMillis(10);
  private static final Duration STARVED = Duration.ofSeconds(1);

  /// What of the waiting is the answer, in milliseconds.
  public enum Answer {
    /// How long a sleep of 10 ms takes, 99 times of 100.
    SLEEP_P99,
    /// How long a sleep of 10 ms takes at most.
    SLEEP_WORST,
    /// How long after its start a task begins, 99 times of 100.
    START_P99,
    /// The same for tasks that a platform thread starts.
    OUTSIDE_START_P99
  }

  private final List<Answer> open;
  private final Tasks tasks;
  private volatile long sampleStart = System.nanoTime();

  private Fairness(List<Answer> answers, Tasks tasks) {
    this.open = new ArrayList<>(answers);
    this.tasks = tasks;
  }

  /// Answers by rows, and ends the process: the pairs never end by themselves. A side that asks for
  /// one answer only may read it as its result.
  public static void report(List<Answer> answers, Tasks tasks) {
    var fairness = new Fairness(answers, tasks);
    Thread.ofPlatform().start(fairness::endWhenStarved);
    for (int i = 0; i < PAIRS; i++) {
      tasks.startPair();
    }
    if (answers.contains(Answer.OUTSIDE_START_P99)) {
      Thread.ofPlatform().start(fairness::measure);
    } else {
      tasks.start(fairness::measure);
    }
  }

  private void measure() {
    try {
      var time = Measuring.ordered().time().dividedBy(open.size());
      for (var answer : List.copyOf(open)) {
        samples(answer, time.dividedBy(3), 1);
        var samples = samples(answer, time.multipliedBy(2).dividedBy(3), LEAST_SAMPLES);
        samples.sort(null);
        int percent = answer == Answer.SLEEP_WORST ? 100 : 99;
        answer(samples.get((samples.size() * percent + 99) / 100 - 1));
      }
    } catch (Exception unexpected) {
      throw new AssertionError("expected no exception, got one", unexpected);
    }
  }

  private List<Double> samples(Answer answer, Duration howLong, int atLeast) throws Exception {
    var samples = new ArrayList<Double>();
    long end = System.nanoTime() + howLong.toNanos();
    while (System.nanoTime() < end || samples.size() < atLeast) {
      sampleStart = System.nanoTime();
      samples.add(nanos(answer) / 1e6);
    }
    return samples;
  }

  private long nanos(Answer answer) throws Exception {
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

  /// A task that starves cannot say so itself, nor can what was to be measured after it.
  private void endWhenStarved() {
    try {
      while (System.nanoTime() - sampleStart < STARVED.toNanos()) {
        Thread.sleep(SLEEP);
      }
      while (true) {
        answer((double) STARVED.toMillis());
      }
    } catch (InterruptedException unexpected) {
      throw new AssertionError("expected no interrupt, got one", unexpected);
    }
  }

  private synchronized void answer(double millis) {
    Measuring.report(open.removeFirst().name(), millis);
    Measuring.report(millis);
    if (open.isEmpty()) {
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  /// A library's tasks.
  public interface Tasks {

    /// Starts a task.
    void start(Body body);

    /// Sleeps in the calling task.
    ///
    /// @throws Exception if the library's sleep does
    void sleep(Duration duration) throws Exception;

    /// Starts two tasks that keep each other busy for ever.
    void startPair();
  }

  /// What a task does.
  @FunctionalInterface
  public interface Body {

    /// Does it.
    ///
    /// @throws Exception if it failed
    void run() throws Exception;
  }
}
