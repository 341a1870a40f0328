package dev.treadle.benchmarks.core;

import dev.treadle.Task;
import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.Treadle;
import dev.treadle.benchmarks.Operations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Treadle's task groups and verbs.
final class TreadleTasks {

  private TreadleTasks() {}

  public static void main(String[] words) throws Exception {
    Contender.run(words, workloads());
  }

  static Map<Workload, Operations> workloads() {
    return Map.of(
        Workload.SPAWN, count -> Treadle.run(() -> spawn(count)),
        Workload.GROUP_OF_ONE, count -> Treadle.run(() -> oneByOne(count)),
        Workload.TIMEOUT, count -> Treadle.run(() -> timeout(count)),
        Workload.MAP, count -> Treadle.run(() -> map(count)),
        Workload.FIRE, count -> Treadle.run(() -> fire(count)),
        Workload.SLEEP, count -> Treadle.run(() -> sleep(count)));
  }

  private static long spawn(int children) {
    return TaskGroup.call(group -> {
      var tasks = new ArrayList<Task<Integer>>(children);
      for (int i = 0; i < children; i++) {
        tasks.add(group.start(() -> 1));
      }
      long sum = 0;
      for (var task : tasks) {
        sum += task.await();
      }
      return sum;
    });
  }

  private static long oneByOne(int groups) {
    long sum = 0;
    for (int i = 0; i < groups; i++) {
      sum += TaskGroup.<Integer>call(group -> group.start(() -> 1).await());
    }
    return sum;
  }

  private static long timeout(int count) {
    long done = 0;
    for (int i = 0; i < count; i++) {
      done += Treadle.timeout(Workload.FAR, () -> 1);
    }
    return done;
  }

  private static long map(int items) {
    return sum(
        Treadle.mapConcurrent(
            Collections.nCopies(items, 1),
            Workload.LIMIT,
            item -> {
              Thread.yield();
              return item;
            }));
  }

  private static long fire(int count) {
    var fired = new LongAdder();
    TaskGroup.run(group -> {
      for (int i = 0; i < count; i++) {
        group.start(() -> sleepUntilTimedOut(fired));
      }
    });
    return fired.sum();
  }

  private static void sleepUntilTimedOut(LongAdder fired) {
    try {
      Treadle.timeout(Workload.NEAR, () -> Treadle.sleep(Workload.FAR));
    } catch (TaskTimeoutException late) {
      fired.increment();
    }
  }

  private static long sleep(int children) {
    return sum(
        Treadle.gather(
            Collections.nCopies(children, 1),
            value -> {
              Treadle.sleep(Asleep.now());
              return value;
            }));
  }

  private static long sum(List<Integer> values) {
    return values.stream().mapToLong(Integer::intValue).sum();
  }
}
