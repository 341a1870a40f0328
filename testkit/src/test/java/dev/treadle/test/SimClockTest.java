package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.seam.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class SimClockTest {

  private final List<String> log = new ArrayList<>();

  @AfterEach
  void letSleepersEnd(Simulation simulation) throws InterruptedException {
    simulation.clock().autojump(true);
    Thread.sleep(Duration.ofSeconds(10));
  }

  @TreadleTest
  void beginsAtNewYear2026(Simulation simulation) {
    assertThat(simulation.clock().now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void withAutojumpTimePassesWhenAllThreadsWait(Simulation simulation) throws Exception {
    Thread.sleep(Duration.ofHours(25));

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofHours(25));
    assertThat(simulation.clock().now()).isEqualTo(Instant.parse("2026-01-02T01:00:00Z"));
  }

  @TreadleTest
  void withoutAutojumpTimeStandsStill(Simulation simulation) {
    simulation.clock().autojump(false);
    sleeper(1, "woken");

    simulation.awaitBlocked();

    assertThat(log).isEmpty();
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void advanceFiresEveryTimerAtItsOwnMoment(Simulation simulation) throws Exception {
    simulation.clock().autojump(false);
    sleeper(2, "two");
    sleeper(1, "one");
    sleeper(5, "five");

    simulation.clock().advance(Duration.ofSeconds(3));

    assertThat(log).containsExactly("one at PT1S", "two at PT2S");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest
  void advanceIncludesTimersDueAtItsEnd(Simulation simulation) throws Exception {
    simulation.clock().autojump(false);
    sleeper(3, "three");

    simulation.clock().advance(Duration.ofSeconds(3));

    assertThat(log).containsExactly("three at PT3S");
  }

  @TreadleTest
  void advanceByZeroLetsRunWhatCanRun(Simulation simulation) throws Exception {
    simulation.clock().autojump(false);
    Thread.startVirtualThread(() -> log.add("ran"));

    simulation.clock().advance(Duration.ZERO);

    assertThat(log).containsExactly("ran");
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void advanceWorksWithAutojumpToo(Simulation simulation) throws Exception {
    simulation.background().start("beat", () -> beat(simulation));

    simulation.clock().advance(Duration.ofSeconds(3));

    assertThat(log).containsExactly("PT1S", "PT2S", "PT3S");
  }

  @TreadleTest
  void jumpFiresAllThatWasDueAtTheNewTimeInItsOrder(Simulation simulation) {
    sleeper(2, "two");
    sleeper(1, "one");
    simulation.awaitBlocked();

    simulation.clock().jump(Duration.ofSeconds(10));
    simulation.awaitBlocked();

    assertThat(log).containsExactly("one at PT10S", "two at PT10S");
  }

  @TreadleTest
  void timersOfOneInstantFireInTheOrderInWhichTheyWereArmed() throws Exception {
    for (int i = 0; i < 20; i++) {
      int number = i;
      World.current().schedule(1_000, () -> log.add("" + number));
    }
    Thread.sleep(1);

    assertThat(log).startsWith("0", "1", "2").endsWith("18", "19").hasSize(20);
  }

  @TreadleTest
  void aCancelledTimerDoesNotFire() throws Exception {
    var timer = World.current().schedule(1_000, () -> log.add("fired"));

    assertThat(timer.cancel()).isTrue();
    Thread.sleep(1);
    assertThat(log).isEmpty();
    assertThat(timer.cancel()).isFalse();
  }

  @TreadleTest
  void timeDoesNotGoBackwards(Simulation simulation) {
    assertThatThrownBy(() -> simulation.clock().advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration must not be negative, got PT-0.000000001S");
    assertThatThrownBy(() -> simulation.clock().jump(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration must not be negative, got PT-1S");
  }

  @TreadleTest
  void anInterruptedAdvanceEndsEarly(Simulation simulation) {
    var main = Thread.currentThread();
    Thread.startVirtualThread(main::interrupt);

    assertThatThrownBy(() -> simulation.clock().advance(Duration.ofDays(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(simulation.clock().elapsed()).isZero();
  }

  private void sleeper(int seconds, String name) {
    Thread.startVirtualThread(() -> {
      VirtualSleep.sleep(Duration.ofSeconds(seconds));
      log.add(name + " at " + Duration.ofNanos(World.current().nanoTime() - 1_000_000_000));
    });
  }

  private void beat(Simulation simulation) {
    try {
      while (true) {
        Thread.sleep(Duration.ofSeconds(1));
        log.add(simulation.clock().elapsed().toString());
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
