package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.JavaProgram;
import java.util.List;
import java.util.Locale;

/// A simulation is fast enough to look at thousands of schedules, and finds bugs in few of them.
///
/// Each side's class says where the comparison is unfair, and to whom. [Bug#LOST_UPDATE] is not
/// searched for by repetition: it gives way between read and write by itself, so that two carriers
/// lose the update at once.
public final class SimulationArea implements Area {

  private static final double SEEDS_PER_SECOND = 15_000;
  private static final double SEEDS_UNTIL_FOUND = 200;
  private static final double SLEEPERS_SECONDS = 1.5;
  private static final double HOURS_MILLIS = 10;
  private static final double HEAP_MEGABYTES = 256;

  // Threads with stacks against small objects: up to twice the time is the price of ordinary code.
  private static final double NOT_TWICE_AS_LONG = 0.5;
  // Two orders of magnitude are measured.
  private static final double TEN_TIMES = 10;
  private static final double NO_WORSE = 1;

  @Override
  public String name() {
    return "simulation";
  }

  @Override
  public String title() {
    return "Simulation: seeds a second, seeds until a bug is found, virtual time, memory";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        rate(),
        untilFound(Bug.LOST_UPDATE).withWeight(2),
        againstStress(Bug.UNPROTECTED_INCREMENT),
        againstStress(Bug.LOCK_ORDER),
        againstStress(Bug.MONITOR_ORDER),
        againstStress(Bug.MISSED_SIGNAL),
        timeUntilFound(),
        sleepers(),
        Claim.of("25 hours of virtual time", "ms", Better.LOWER, treadle(TreadleHours.class))
            .againstBar(HOURS_MILLIS)
            .withWeight(2),
        heap());
  }

  private static Claim rate() {
    return Claim.of("four tasks", "seeds/s", Better.HIGHER, treadle(TreadleRate.class))
        .againstBar(SEEDS_PER_SECOND)
        .against(JavaProgram.of("Lincheck, no sleeps", LincheckRate.class), TEN_TIMES)
        .withWeight(4);
  }

  private static Claim untilFound(Bug bug) {
    return Claim.of(
            bug.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", until found",
            "runs",
            Better.LOWER,
            treadle(TreadleSearch.class).withArguments(bug.name()))
        .againstBar(SEEDS_UNTIL_FOUND);
  }

  private static Claim againstStress(Bug bug) {
    var stress = JavaProgram.of("plain repetition", StressSearch.class).withArguments(bug.name());
    return untilFound(bug).against(stress, NO_WORSE);
  }

  private static Claim timeUntilFound() {
    var bug = Bug.UNPROTECTED_INCREMENT.name();
    return Claim.of(
            "unprotected increment, JVM start to report",
            "ms",
            Better.LOWER,
            treadle(TreadleSearch.class).withArguments(bug, TreadleSearch.MILLIS))
        .against(JavaProgram.of("Lincheck", LincheckSearch.class).withArguments(bug), NO_WORSE)
        .withWeight(2);
  }

  private static Claim sleepers() {
    return Claim.of(
            "1000 tasks, 100 sleeps each", "s", Better.LOWER, treadle(TreadleSleepers.class))
        .againstBar(SLEEPERS_SECONDS)
        .against(JavaProgram.of("kotlinx-coroutines-test", KotlinSleepers.class), NOT_TWICE_AS_LONG)
        .against(
            JavaProgram.of("Reactor VirtualTimeScheduler", ReactorSleepers.class),
            NOT_TWICE_AS_LONG);
  }

  private static Claim heap() {
    var inThatHeap = treadle(TreadleHeap.class).withJvmArguments("-Xmx256m");
    return Claim.of("heap after 100,000 seeds", "MB", Better.LOWER, inThatHeap)
        .againstBar(HEAP_MEGABYTES)
        .withWeight(4);
  }

  private static JavaProgram treadle(Class<?> program) {
    return JavaProgram.of("Treadle", program).withAgent("treadle-testkit");
  }
}
