package dev.treadle.benchmarks.seam;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.JavaProgram;
import dev.treadle.benchmarks.JmhBenchmark;
import java.util.List;

/// The seam costs nothing outside a simulation, and its timers next to nothing.
///
/// Both sides run without the test kit on the class path, as programs in production do. The target
/// is 0.9, not 1: two equal loops of a nanosecond differ by a few per cent from fork to fork.
public final class SeamArea implements Area {

  private static final double NOTHING = 0.9;
  private static final double NO_WORSE = 1;
  private static final double TWICE = 2;
  // Two threads on few processors decide by chance which of them goes first.
  private static final double A_THIRD_WORSE = 0.75;

  @Override
  public String name() {
    return "seam";
  }

  @Override
  public String title() {
    return "The seam costs nothing outside a simulation";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of("World.current().nanoTime()", "ns/op", Better.LOWER, side("Treadle", "seamClock"))
            .against(side("System.nanoTime()", "plainClock"), NOTHING),
        Claim.of("Fault.point(name)", "ns/op", Better.LOWER, side("Treadle", "seamFault"))
            .against(side("a method that returns false", "plainFault"), NOTHING),
        Claim.of("arm and cancel a timer", "ns/op", Better.LOWER, timer("Treadle", "seam"))
            .against(timer("ForkJoinPool", "forkJoinPool"), NO_WORSE)
            .against(timer("ScheduledThreadPoolExecutor", "scheduledThreadPool"), TWICE),
        Claim.of(
                "10,000 timers of one instant, last one late by",
                "ms",
                Better.LOWER,
                overshoot("Treadle", Overshoot.SEAM))
            .against(overshoot("ForkJoinPool", Overshoot.FORK_JOIN_POOL), A_THIRD_WORSE));
  }

  private static JavaProgram side(String name, String method) {
    return inProduction(JmhBenchmark.of(name, SeamBenchmark.class, method));
  }

  private static JavaProgram timer(String name, String method) {
    return inProduction(JmhBenchmark.of(name, TimerBenchmark.class, method));
  }

  private static JavaProgram overshoot(String name, String timers) {
    return inProduction(JavaProgram.of(name, Overshoot.class).withArguments(timers));
  }

  private static JavaProgram inProduction(JavaProgram program) {
    return program.withoutJars("treadle-testkit");
  }
}
