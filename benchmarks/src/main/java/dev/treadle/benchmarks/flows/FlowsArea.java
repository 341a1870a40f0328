package dev.treadle.benchmarks.flows;

import static dev.treadle.benchmarks.Claim.atMost;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.Contenders;
import dev.treadle.benchmarks.Parallelism;
import dev.treadle.benchmarks.Side;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Flows hand elements on as fast as the fastest do, and pools, retries and circuit breakers cost
/// next to nothing.
///
/// Rows with a target stand there twice: with as many carriers as there are processors, and with
/// one. `--quick` measures the first only.
public final class FlowsArea implements Area {

  // A dozen rounds of the slowest must fit into a second or two.
  private static final int ELEMENTS = 1_000_000;
  private static final int HAND_OFFS = 50_000;
  private static final int ITEMS = 25_000;
  private static final int SLOW = 10_000;
  private static final int CALLS = 200_000;

  private static final double BATCH_NANOS = 50;
  private static final double ACQUIRE_NANOS = 100;
  private static final double CALL_NANOS = 50;
  private static final double EVEN = 1;

  // A round of the slowest stages takes as long as three of Treadle's.
  private static final double STAGES_WEIGHT = 1.5;

  // The pools' tasks stand in line for a tenth of a second each time.
  private static final double CROWDED_WEIGHT = 1.5;

  @Override
  public String name() {
    return Asked.AREA;
  }

  @Override
  public String title() {
    return "Flows, pools, retries: stages, concurrent maps, batches, generators, no-ops";
  }

  @Override
  public Duration budget() {
    return Duration.ofMinutes(6);
  }

  @Override
  public int rounds() {
    return 3;
  }

  @Override
  public List<Claim> claims() {
    return Stream.concat(claims(Parallelism.ALL), claims(Parallelism.ONE).map(Claim::inFullOnly))
        .toList();
  }

  private static Stream<Claim> claims(Parallelism parallelism) {
    var single =
        Stream.of(
            buffered(parallelism),
            mapped(parallelism),
            concurrent(parallelism),
            batched(parallelism),
            generated(parallelism),
            pooled(parallelism),
            crowded(parallelism));
    return Stream.concat(single, guards(parallelism));
  }

  // --- Flows

  private static Claim buffered(Parallelism parallelism) {
    var asked = new Asked(parallelism, Work.BUFFERED, HAND_OFFS);
    var slowly = new Asked(parallelism, Work.BUFFERED, SLOW);
    return lower(
            "five maps, a buffer of 64 behind each", "ns/element", parallelism, asked.treadle())
        .against(asked.java("Jox channels", JoxStages.class), 2.4)
        .against(asked.java("Kotlin Flow", CoroutineFlows.class), 2.4)
        .against(asked.java("Mutiny", MutinyStages.class), 1)
        .against(asked.go(), 1)
        .against(slowly.asyncio(), 10)
        .withWeight(STAGES_WEIGHT);
  }

  private static Claim mapped(Parallelism parallelism) {
    var asked = new Asked(parallelism, Work.MAPPED, ELEMENTS);
    var claim =
        lower("five maps", "ns/element", parallelism, asked.treadle())
            .against(asked.java("java.util.stream", Streams.class), atMost(1.5));
    return parallelism == Parallelism.ONE
        ? claim
        : claim.beside(asked.java("Kotlin Flow", CoroutineFlows.class));
  }

  /// What Jox and Go have for this is in area core.
  private static Claim concurrent(Parallelism parallelism) {
    var asked = new Asked(parallelism, Work.CONCURRENT, ITEMS);
    var core = Contenders.of("core", parallelism, "MAP", "NANOS", Integer.toString(ITEMS));
    var jox = core.preview("Jox Par", "dev.treadle.benchmarks.core.JoxScopes");
    return lower("items that yield, 100 at once", "ns/item", parallelism, asked.treadle())
        .against(jox, atMost(0.3))
        .against(asked.java("Kotlin flatMapMerge", CoroutineFlows.class), atMost(0.3))
        .against(core.go(), atMost(0.3));
  }

  private static Claim batched(Parallelism parallelism) {
    var treadle =
        Contenders.of(Asked.AREA, parallelism, Integer.toString(HAND_OFFS))
            .java("Treadle", Batching.class);
    return lower("what batches of 1,000 or 10 ms add", "ns/element", parallelism, treadle)
        .againstBar(BATCH_NANOS);
  }

  private static Claim generated(Parallelism parallelism) {
    var asked = new Asked(parallelism, Work.GENERATED, HAND_OFFS);
    var sent = new Asked(parallelism, Work.SENT, HAND_OFFS);
    var claim =
        lower("a generator", "ns/element", parallelism, asked.treadle())
            .against(sent.java("a rendezvous", TreadleFlows.class), atMost(1.2));
    return parallelism == Parallelism.ONE
        ? claim
        : claim
            .beside(asked.java("Kotlin flow", CoroutineFlows.class))
            .beside(sent.java("Kotlin channelFlow", CoroutineFlows.class))
            .beside(new Asked(parallelism, Work.GENERATED, SLOW).asyncio());
  }

  // --- Pools

  private static Claim pooled(Parallelism parallelism) {
    var asked = new Asked(parallelism, Work.POOLED, CALLS);
    var claim =
        lower(
                "a pool's item, nobody else wants it",
                "ns/item",
                parallelism,
                asked.java("Treadle", Pools.class, "treadle"))
            .againstBar(ACQUIRE_NANOS);
    return parallelism == Parallelism.ONE
        ? claim
        : claim.beside(asked.java("HikariCP", Pools.class, "hikari"));
  }

  private static Claim crowded(Parallelism parallelism) {
    var treadle =
        Contenders.of(Asked.AREA, parallelism, "treadle").java("Treadle", Pools.Crowded.class);
    var name = "1,000 tasks, 10 items held 1 ms: twice the mean wait is p99";
    var claim =
        Claim.of(parallelism.named(name), "times", Better.HIGHER, treadle)
            .againstBar(EVEN)
            .withWeight(CROWDED_WEIGHT);
    return parallelism == Parallelism.ONE
        ? claim
        : claim.beside(
            Contenders.of(Asked.AREA, parallelism, "hikari").java("HikariCP", Pools.Crowded.class));
  }

  // --- Retries and circuit breakers

  private static Stream<Claim> guards(Parallelism parallelism) {
    var treadle = guards(parallelism, "Treadle");
    var failsafe = guards(parallelism, "Failsafe");
    var resilience = guards(parallelism, "resilience4j");
    return Battery.claims(
        1,
        Stream.of(Work.RETRIED, Work.GUARDED)
            .map(work -> {
              var name = work == Work.RETRIED ? "a retry" : "a circuit breaker";
              var row = work.name();
              return lower(name + " around a no-op", "ns/call", parallelism, treadle.row(row))
                  .againstBar(CALL_NANOS)
                  .against(failsafe.row(row), 1)
                  .against(resilience.row(row), 1);
            }));
  }

  private static Battery guards(Parallelism parallelism, String library) {
    var words =
        new String[] {library, Integer.toString(CALLS), Work.RETRIED.name(), Work.GUARDED.name()};
    return Battery.of(Contenders.of(Asked.AREA, parallelism, words).java(library, Guards.class));
  }

  private static Claim lower(String name, String unit, Parallelism parallelism, Side treadle) {
    return Claim.of(parallelism.named(name), unit, Better.LOWER, treadle);
  }
}
