package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  private final List<String> log = new ArrayList<>();

  @Test
  void aBackgroundThreadIsInterruptedAtTheEnd() {
    Simulation.run(
        simulation -> simulation.background().start("server", () -> serve(Duration.ZERO)));

    assertThat(log).containsExactly("interrupted", "closed");
  }

  @Test
  void itGetsTheVirtualTimeItNeedsToEnd() {
    Simulation.run(
        simulation -> simulation.background().start("server", () -> serve(Duration.ofHours(1))));

    assertThat(log).containsExactly("interrupted", "closed");
  }

  @Test
  void aManualClockDoesNotKeepItFromEnding() {
    Simulation.run(simulation -> {
      simulation.clock().autojump(false);
      simulation.background().start("server", () -> serve(Duration.ofHours(1)));
    });

    assertThat(log).containsExactly("interrupted", "closed");
  }

  @Test
  void threadsStartedByABackgroundThreadAreOnesToo() {
    Simulation.run(simulation ->
        simulation
            .background()
            .start("acceptor", () -> Thread.startVirtualThread(() -> serve(Duration.ZERO))));

    assertThat(log).containsExactly("interrupted", "closed");
  }

  @Test
  void oneThatDoesNotEndIsALeak() {
    var failure =
        catchThrowableOfType(
            SimulationFailure.class,
            () ->
                Simulation.run(sim -> sim.background().start("deaf", BackgroundTest::parkForEver)));

    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.LEAK);
    assertThat(failure).hasMessageContaining("'deaf' is WAITING");
  }

  @Test
  void itHasTheNameItWasGiven() {
    Simulation.run(simulation ->
        assertThat(simulation.background().start("server", () -> {}).getName())
            .isEqualTo("server"));
  }

  private void serve(Duration closing) {
    VirtualSleep.sleep(Duration.ofDays(1000));
    if (Thread.interrupted()) {
      log.add("interrupted");
      close(closing);
    }
  }

  private void close(Duration duration) {
    VirtualSleep.sleep(duration);
    if (!Thread.currentThread().isInterrupted()) {
      log.add("closed");
    }
  }

  private static void parkForEver() {
    while (true) {
      LockSupport.park();
      Thread.interrupted(); // deaf, but not busy
    }
  }
}
