package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.Fairness;
import java.util.concurrent.SynchronousQueue;

/// Two tasks that hand a ball to and fro and give way each time.
final class HandOffs {

  private HandOffs() {}

  static void start(Fairness.Tasks tasks, Runnable giveWay) {
    var there = new SynchronousQueue<Integer>();
    var back = new SynchronousQueue<Integer>();
    tasks.start(() -> {
      there.put(1);
      play(back, there, giveWay);
    });
    tasks.start(() -> play(there, back, giveWay));
  }

  private static void play(
      SynchronousQueue<Integer> in, SynchronousQueue<Integer> out, Runnable giveWay)
      throws InterruptedException {
    while (true) {
      int ball = in.take();
      giveWay.run();
      out.put(ball);
    }
  }
}
