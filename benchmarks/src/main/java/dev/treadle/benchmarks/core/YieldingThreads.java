package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.Fairness;
import java.time.Duration;
import java.util.List;

/// [Fairness] of virtual threads that give way with `Thread.yield()`.
final class YieldingThreads implements Fairness.Tasks {

  private YieldingThreads() {}

  public static void main(String[] words) {
    Fairness.report(List.of(Fairness.Answer.valueOf(words[0])), new YieldingThreads());
  }

  @Override
  public void start(Fairness.Body body) {
    Thread.startVirtualThread(() -> {
      try {
        body.run();
      } catch (Exception unexpected) {
        throw new AssertionError("expected no exception, got one", unexpected);
      }
    });
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }

  @Override
  public void startPair() {
    HandOffs.start(this, Thread::yield);
  }
}
