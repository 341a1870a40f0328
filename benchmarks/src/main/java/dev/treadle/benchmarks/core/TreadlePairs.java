package dev.treadle.benchmarks.core;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.benchmarks.Fairness;
import java.time.Duration;
import java.util.List;

/// [Fairness] of Treadle's tasks, which give way at a checkpoint.
final class TreadlePairs implements Fairness.Tasks {

  private final TaskGroup group;

  private TreadlePairs(TaskGroup group) {
    this.group = group;
  }

  public static void main(String[] words) {
    var answer = Fairness.Answer.valueOf(words[0]);
    TaskGroup.run(group -> Fairness.report(List.of(answer), new TreadlePairs(group)));
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
    HandOffs.start(this, Treadle::checkpoint);
  }
}
