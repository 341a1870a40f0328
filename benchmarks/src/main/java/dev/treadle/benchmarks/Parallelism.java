package dev.treadle.benchmarks;

import java.util.List;

/// How many processors the schedulers of all contenders may use.
public enum Parallelism {
  /// As many as there are.
  ALL,
  /// One, as asyncio.
  ONE;

  /// Returns what a JVM is told, for its virtual threads and for Kotlin's coroutines.
  public List<String> jvmFlags() {
    return this == ALL
        ? List.of()
        : List.of(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Dkotlinx.coroutines.scheduler.core.pool.size=1",
            "-Dkotlinx.coroutines.scheduler.max.pool.size=1");
  }

  String goEnvironment() {
    return this == ALL ? "" : "GOMAXPROCS=1 ";
  }

  /// Returns the name of a claim's row at this parallelism.
  public String named(String claim) {
    return this == ALL ? claim : claim + ", parallelism 1";
  }
}
