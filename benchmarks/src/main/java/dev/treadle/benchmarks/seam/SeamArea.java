package dev.treadle.benchmarks.seam;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.JavaProgram;
import dev.treadle.benchmarks.JmhBenchmark;
import java.util.List;

/// The seam costs nothing outside a simulation.
///
/// Both sides run without the test kit on the class path, as programs in production do. The target
/// is 0.9, not 1: two equal loops of a nanosecond differ by a few per cent from fork to fork.
public final class SeamArea implements Area {

  private static final double NOTHING = 0.9;

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
            .against(side("a method that returns false", "plainFault"), NOTHING));
  }

  private static JavaProgram side(String name, String method) {
    return JmhBenchmark.of(name, SeamBenchmark.class, method).withoutJars("treadle-testkit");
  }
}
