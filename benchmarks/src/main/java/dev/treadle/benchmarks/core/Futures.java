package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.Operations;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/// Completable futures on an executor with a virtual thread for each task.
final class Futures {

  private Futures() {}

  public static void main(String[] words) throws Exception {
    Contender.run(words, workloads());
  }

  static Map<Workload, Operations> workloads() {
    return Map.of(Workload.SPAWN, Futures::spawn);
  }

  private static long spawn(int children) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<CompletableFuture<Integer>>(children);
      for (int i = 0; i < children; i++) {
        futures.add(CompletableFuture.supplyAsync(() -> 1, executor));
      }
      return futures.stream().mapToLong(CompletableFuture::join).sum();
    }
  }
}
