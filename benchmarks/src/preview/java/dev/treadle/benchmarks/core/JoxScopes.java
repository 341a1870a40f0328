package dev.treadle.benchmarks.core;

import com.softwaremill.jox.structured.Fork;
import com.softwaremill.jox.structured.Par;
import com.softwaremill.jox.structured.Race;
import com.softwaremill.jox.structured.Scopes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;

/// Jox: supervised scopes on virtual threads.
final class JoxScopes {

  private JoxScopes() {}

  public static void main(String[] words) throws Exception {
    Contender.run(
        words,
        Map.of(
            Workload.SPAWN, JoxScopes::spawn,
            Workload.GROUP_OF_ONE, JoxScopes::oneByOne,
            Workload.TIMEOUT, JoxScopes::timeout,
            Workload.MAP, JoxScopes::map));
  }

  private static long spawn(int children) throws InterruptedException {
    return Scopes.supervised(scope -> {
      var forks = new ArrayList<Fork<Integer>>(children);
      for (int i = 0; i < children; i++) {
        forks.add(scope.forkUser(() -> 1));
      }
      long sum = 0;
      for (var fork : forks) {
        sum += fork.join();
      }
      return sum;
    });
  }

  private static long oneByOne(int groups) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < groups; i++) {
      sum += spawn(1);
    }
    return sum;
  }

  private static long timeout(int count) throws Exception {
    long done = 0;
    for (int i = 0; i < count; i++) {
      done += Race.timeout(Workload.FAR.toMillis(), () -> 1);
    }
    return done;
  }

  private static long map(int items) throws InterruptedException {
    Callable<Integer> item =
        () -> {
          Thread.yield();
          return 1;
        };
    var results = Par.parLimit(Workload.LIMIT, Collections.nCopies(items, item));
    return results.stream().mapToLong(Integer::intValue).sum();
  }
}
