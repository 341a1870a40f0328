package dev.treadle.benchmarks.core;

import static dev.treadle.benchmarks.Claim.atMost;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.ColdJava;
import dev.treadle.benchmarks.Fairness.Answer;
import dev.treadle.benchmarks.Parallelism;
import dev.treadle.benchmarks.WholeProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Tasks cost little more than the threads they are, and less than the same in asyncio or in other
/// libraries.
///
/// Every row stands there twice: with as many carriers as there are processors, and with one, which
/// is how asyncio runs. Peers without a target are shown at the first only. `--quick` measures the
/// first only, and nothing with a million tasks.
public final class CoreArea implements Area {

  private static final int TASKS = 100_000;
  private static final int MILLION = 1_000_000;
  private static final int TIMEOUTS = 10_000;

  private static final double TIMEOUT_NANOS = 150;
  private static final double SLEEPER_BYTES = 800;
  private static final double COLD_MILLIS = 50;
  private static final double COLD_MILLIS_AOT = 35;
  private static final double SLEEP_MILLIS = 30;
  private static final double START_MILLIS = 10;

  // Asleep or not, a million tasks have a length of their own.
  private static final double MILLION_WEIGHT = 2;
  private static final double SLEEP_WEIGHT = 5;

  // A timeout's length of its own leaves few rounds in a second.
  private static final double FIRE_WEIGHT = 3;

  private static final String[] PARALLEL_GC = {"-XX:+UseParallelGC", "-Xms6g", "-Xmx6g"};

  @Override
  public String name() {
    return "core";
  }

  @Override
  public String title() {
    return "Tasks: starting, joining, timeouts, concurrent maps, sleepers, cold start, fairness";
  }

  @Override
  public Duration budget() {
    return Duration.ofMinutes(10);
  }

  /// Fewer and longer rounds than elsewhere: starting tasks is warm only after a second.
  @Override
  public int rounds() {
    return 2;
  }

  @Override
  public List<Claim> claims() {
    return Stream.concat(claims(Parallelism.ALL), claims(Parallelism.ONE).map(Claim::inFullOnly))
        .toList();
  }

  private static Stream<Claim> claims(Parallelism parallelism) {
    return Stream.of(
        spawn(parallelism),
        spawnMillion(parallelism),
        groupOfOne(parallelism),
        timeout(parallelism),
        fire(Measure.OVERSHOOT, "overshoot", "ms", parallelism),
        fire(Measure.CPU, "processor time", "µs/timeout", parallelism),
        map(parallelism),
        sleeperHeap(parallelism),
        sleeperTime(parallelism),
        cold(parallelism),
        coldWithCache(parallelism),
        fairness("a sleep of 10 ms beside busy pairs, p99", Answer.SLEEP_P99, parallelism),
        fairness("a sleep of 10 ms beside busy pairs, worst", Answer.SLEEP_WORST, parallelism),
        fairness("a task's start beside busy pairs, p99", Answer.START_P99, parallelism),
        fairness("the same from a platform thread", Answer.OUTSIDE_START_P99, parallelism));
  }

  private static Claim spawn(Parallelism parallelism) {
    var sides = Sides.of(Workload.SPAWN, Measure.NANOS, TASKS, parallelism);
    var claim =
        lower(parallelism.named("100,000 tasks started and joined"), "ns/task", sides)
            .against(sides.threads(), atMost(1.3))
            .against(sides.structured(), atMost(1.1))
            .against(sides.jox(), 1.1)
            .against(sides.asyncio(), 10)
            .against(sides.uvloop(), 7);
    return parallelism == Parallelism.ONE
        ? claim
        : claim
            .beside(sides.kotlin())
            .beside(sides.java("Kotlin launch", Launches.class))
            .beside(sides.java("CompletableFuture", Futures.class))
            .beside(sides.trio())
            .beside(sides.go());
  }

  private static Claim spawnMillion(Parallelism parallelism) {
    var sides =
        Sides.of(Workload.SPAWN, Measure.NANOS, MILLION, parallelism).withFlags(PARALLEL_GC);
    var name = "1,000,000 tasks started and joined, ParallelGC";
    return lower(parallelism.named(name), "ns/task", sides)
        .against(sides.threads(), atMost(1.3))
        .against(sides.structured(), atMost(1.1))
        .against(sides.jox(), 1.1)
        .withWeight(MILLION_WEIGHT)
        .inFullOnly();
  }

  private static Claim groupOfOne(Parallelism parallelism) {
    var sides = Sides.of(Workload.GROUP_OF_ONE, Measure.NANOS, TIMEOUTS, parallelism);
    return lower(parallelism.named("a group of one task"), "ns/group", sides)
        .against(sides.threads(), atMost(1.4))
        .against(sides.jox(), 4)
        .against(sides.asyncio(), 4);
  }

  private static Claim timeout(Parallelism parallelism) {
    var sides = Sides.of(Workload.TIMEOUT, Measure.NANOS, TIMEOUTS, parallelism);
    var claim =
        lower(parallelism.named("a timeout that does not fire"), "ns/timeout", sides)
            .againstBar(TIMEOUT_NANOS)
            .against(sides.kotlin(), 5)
            .against(sides.structured(), 15)
            .against(sides.asyncio(), 15)
            .against(sides.jox(), 90);
    return parallelism == Parallelism.ONE ? claim : claim.beside(sides.go());
  }

  private static Claim fire(Measure measure, String what, String unit, Parallelism parallelism) {
    var sides = Sides.of(Workload.FIRE, measure, TIMEOUTS, parallelism);
    var claim =
        lower(parallelism.named("10,000 timeouts of 200 ms, " + what), unit, sides)
            .against(
                sides.java("ForkJoinPool.schedule", RawThreads.ForkJoinTimer.class), atMost(1.3))
            .withWeight(FIRE_WEIGHT);
    return parallelism == Parallelism.ONE
        ? claim
        : claim
            .beside(sides.java("ScheduledThreadPoolExecutor", RawThreads.ScheduledExecutor.class))
            .beside(sides.java("CompletableFuture", RawThreads.FutureTimeout.class))
            .beside(sides.structured())
            .beside(sides.kotlin())
            .beside(sides.asyncio())
            .beside(sides.go());
  }

  private static Claim map(Parallelism parallelism) {
    var sides = Sides.of(Workload.MAP, Measure.NANOS, TASKS, parallelism);
    var claim =
        lower(parallelism.named("100,000 items that yield, 100 at once"), "ns/item", sides)
            .against(sides.jox(), atMost(0.3))
            .against(sides.kotlin(), atMost(0.3))
            .against(sides.go(), atMost(0.3));
    return parallelism == Parallelism.ONE ? claim : claim.beside(sides.asyncio());
  }

  private static Claim sleeperHeap(Parallelism parallelism) {
    var sides = Sides.of(Workload.SLEEP, Measure.HEAP, MILLION, parallelism).withFlags(PARALLEL_GC);
    return lower(parallelism.named("1,000,000 tasks asleep, live heap"), "B/task", sides)
        .againstBar(SLEEPER_BYTES)
        .against(sides.threads(), atMost(1.1))
        .withWeight(SLEEP_WEIGHT)
        .inFullOnly();
  }

  private static Claim sleeperTime(Parallelism parallelism) {
    var sides =
        Sides.of(Workload.SLEEP, Measure.SECONDS, MILLION, parallelism).withFlags(PARALLEL_GC);
    return lower(parallelism.named("1,000,000 tasks that sleep 0.5 s, ParallelGC"), "s", sides)
        .against(sides.threads(), atMost(0.75))
        .against(sides.asyncio(), 4)
        .withWeight(SLEEP_WEIGHT)
        .inFullOnly();
  }

  private static Claim cold(Parallelism parallelism) {
    var claim =
        Claim.of(
                parallelism.named("a program with a group of two, whole process"),
                "ms",
                Better.LOWER,
                new WholeProcess(coldTreadle(parallelism)))
            .againstBar(COLD_MILLIS)
            .against(
                new WholeProcess(Sides.cold("virtual threads", ColdThreads.class, parallelism)),
                atMost(1.1));
    return parallelism == Parallelism.ONE
        ? claim
        : claim
            .beside(new WholeProcess(Sides.coldJox(parallelism)))
            .beside(
                new WholeProcess(
                    Sides.cold(
                        "Kotlin async",
                        ColdCoroutines.class,
                        parallelism,
                        "kotlin",
                        "annotations")))
            .beside(new WholeProcess(Sides.coldAsyncio()));
  }

  private static Claim coldWithCache(Parallelism parallelism) {
    return Claim.of(
            parallelism.named("the same with an AOT cache"),
            "ms",
            Better.LOWER,
            new WholeProcess(coldTreadle(parallelism).withAotCache()))
        .againstBar(COLD_MILLIS_AOT);
  }

  private static ColdJava coldTreadle(Parallelism parallelism) {
    return Sides.cold(
        "Treadle", ColdTreadle.class, parallelism, "treadle-core", "treadle-seam", "jspecify");
  }

  private static Claim fairness(String name, Answer answer, Parallelism parallelism) {
    var sides = Sides.of(answer, parallelism);
    var treadle = sides.java("Treadle", TreadlePairs.class);
    var claim = Claim.of(parallelism.named(name), "ms", Better.LOWER, treadle);
    var bounded =
        switch (answer) {
          case SLEEP_P99, SLEEP_WORST -> claim.againstBar(SLEEP_MILLIS);
          case START_P99 -> claim.againstBar(START_MILLIS);
          case OUTSIDE_START_P99 -> claim.inFullOnly();
        };
    return bounded.beside(sides.java("Thread.yield()", YieldingThreads.class));
  }

  private static Claim lower(String name, String unit, Sides sides) {
    return Claim.of(name, unit, Better.LOWER, sides.treadle());
  }
}
