package dev.treadle;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Four pairs of tasks that hand a ball to and fro and give way in each round, and how long others
/// have to wait beside them, 99 times of 100, in milliseconds. Ends by itself if they starve.
///
/// The arguments are how long a sleep of 10 ms and a start should take at most. A machine that is
/// busy with other things makes some of them late, so there are several rounds, and the best
/// counts.
final class BusyPairs {

  private static final int PAIRS = 4;
  private static final int SAMPLES = 100;
  private static final int ROUNDS = 20;
  private static final Duration STARVED = Duration.ofSeconds(60);

  private BusyPairs() {}

  public static void main(String[] arguments) {
    long sleepMillis = Long.parseLong(arguments[0]);
    long startMillis = Long.parseLong(arguments[1]);
    Thread.ofPlatform().daemon().start(BusyPairs::endWhenStarved);
    TaskGroup.run(group -> {
      for (int i = 0; i < PAIRS; i++) {
        startPair(group);
      }
      System.out.println("sleep " + best(sleepMillis, BusyPairs::sleep));
      System.out.println("start " + best(startMillis, () -> start(group)));
      group.cancel("measured");
    });
  }

  private static void startPair(TaskGroup group) {
    var there = new SynchronousQueue<Integer>();
    var back = new SynchronousQueue<Integer>();
    group.start(() -> {
      there.put(1);
      play(back, there);
    });
    group.start(() -> play(there, back));
  }

  private static void play(SynchronousQueue<Integer> in, SynchronousQueue<Integer> out)
      throws InterruptedException {
    while (true) {
      int ball = in.take();
      Treadle.checkpoint();
      out.put(ball);
    }
  }

  private static long sleep() {
    long start = System.nanoTime();
    Treadle.sleep(Duration.ofMillis(10));
    return System.nanoTime() - start;
  }

  private static long start(TaskGroup group) {
    var begun = new AtomicLong();
    long start = System.nanoTime();
    group.start(() -> begun.set(System.nanoTime())).await();
    return begun.get() - start;
  }

  private static long best(long goodMillis, LongSupplier sample) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && best >= goodMillis; round++) {
      best = Math.min(best, nearlyWorst(sample));
    }
    return best;
  }

  private static long nearlyWorst(LongSupplier sample) {
    var samples = new long[SAMPLES];
    Arrays.setAll(samples, _ -> sample.getAsLong());
    Arrays.sort(samples);
    return Duration.ofNanos(samples[SAMPLES - 2]).toMillis();
  }

  private static void endWhenStarved() {
    try {
      var _ = new CountDownLatch(1).await(STARVED.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException atTheEnd) {
      return;
    }
    System.out.println("starved");
    Runtime.getRuntime().halt(1);
  }
}
