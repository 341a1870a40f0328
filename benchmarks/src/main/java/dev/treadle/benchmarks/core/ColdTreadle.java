package dev.treadle.benchmarks.core;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;

/// The smallest program with a group of two tasks.
final class ColdTreadle {

  private ColdTreadle() {}

  public static void main(String[] words) {
    int sum =
        Treadle.run(() ->
            TaskGroup.<Integer>call(group -> {
              var one = group.start(() -> 1);
              var two = group.start(() -> 2);
              return one.await() + two.await();
            }));
    System.out.println("result: " + sum);
  }
}
