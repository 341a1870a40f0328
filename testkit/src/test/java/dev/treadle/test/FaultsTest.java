package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.seam.Fault;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {

  @Test
  void outsideASimulationNoFaultHappens() {
    assertThat(IntStream.range(0, 1000).filter(_ -> Fault.point("disk-full"))).isEmpty();
  }

  @Test
  void aSimulationHasNoFaultsUnlessAsked() {
    Simulation.run(_ -> assertThat(fired("disk-full", 1000)).isZero());
  }

  @Test
  void aFaultPointFiresWithTheProbabilityOfTheSettings() {
    Simulation.run(
        settings -> settings.withFaults(0.25),
        _ -> assertThat(fired("disk-full", 4000)).isBetween(900L, 1100L));
  }

  @Test
  void oneFaultPointMayHaveAProbabilityOfItsOwn() {
    Simulation.run(
        settings -> settings.withFaults(0.25),
        sim -> {
          sim.fault("disk-full", 1);
          sim.fault("slow", 0);

          assertThat(fired("disk-full", 100)).isEqualTo(100);
          assertThat(fired("slow", 100)).isZero();
        });
  }

  @Test
  void faultsAreDrawnApartFromAllOtherChance() {
    assertThat(drawnAfterFaults(0)).isEqualTo(drawnAfterFaults(100));
  }

  @Test
  void aProbabilityIsFromZeroToOne() {
    assertThatThrownBy(() -> Simulation.run(sim -> sim.fault("disk-full", 1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability must be from 0 to 1, got 1.5");
    assertThatThrownBy(() -> SimulationSettings.DEFAULT.withFaults(Double.NaN))
        .hasMessage("faults must be from 0 to 1, got NaN");
  }

  private static long fired(String name, int times) {
    return IntStream.range(0, times).filter(_ -> Fault.point(name)).count();
  }

  private static long drawnAfterFaults(int faults) {
    var drawn = new long[1];
    Simulation.run(
        settings -> settings.withFaults(0.5),
        sim -> {
          fired("disk-full", faults);
          drawn[0] = sim.random().nextLong();
        });
    return drawn[0];
  }
}
