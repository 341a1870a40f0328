package dev.treadle.benchmarks.core;

import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.atomic.LongAdder;

/// The JDK's structured concurrency, in preview.
final class StructuredScopes {

  private StructuredScopes() {}

  public static void main(String[] words) throws Exception {
    Contender.run(
        words,
        Map.of(
            Workload.SPAWN, StructuredScopes::spawn,
            Workload.TIMEOUT, StructuredScopes::timeout,
            Workload.FIRE, StructuredScopes::fire));
  }

  private static long spawn(int children) throws InterruptedException {
    try (var scope = StructuredTaskScope.open(Joiner.<Integer>awaitAllSuccessfulOrThrow())) {
      var tasks = new ArrayList<Subtask<Integer>>(children);
      for (int i = 0; i < children; i++) {
        tasks.add(scope.fork(() -> 1));
      }
      scope.join();
      long sum = 0;
      for (var task : tasks) {
        sum += task.get();
      }
      return sum;
    }
  }

  private static long timeout(int count) throws InterruptedException {
    long done = 0;
    for (int i = 0; i < count; i++) {
      try (var scope =
          StructuredTaskScope.open(
              Joiner.<Integer>awaitAllSuccessfulOrThrow(),
              settings -> settings.withTimeout(Workload.FAR))) {
        var task = scope.fork(() -> 1);
        scope.join();
        done += task.get();
      }
    }
    return done;
  }

  private static long fire(int count) throws InterruptedException {
    var fired = new LongAdder();
    try (var scope = StructuredTaskScope.open()) {
      for (int i = 0; i < count; i++) {
        scope.fork(() -> sleepUntilTimedOut(fired));
      }
      scope.join();
    }
    return fired.sum();
  }

  private static void sleepUntilTimedOut(LongAdder fired) {
    try (var scope =
        StructuredTaskScope.open(
            Joiner.<Void>awaitAllSuccessfulOrThrow(),
            settings -> settings.withTimeout(Workload.NEAR))) {
      scope.fork(() -> {
        Thread.sleep(Workload.FAR);
        return null;
      });
      scope.join();
    } catch (StructuredTaskScope.TimeoutException late) {
      fired.increment();
    } catch (InterruptedException unexpected) {
      throw new AssertionError("expected no interrupt, got one", unexpected);
    }
  }
}
