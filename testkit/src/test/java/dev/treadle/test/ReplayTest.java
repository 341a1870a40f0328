package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;

class ReplayTest {

  @Test
  void aScheduleTooLongForATokenIsRepeatedFromItsSeed() {
    var failure = catchThrowable(() -> Simulation.explore(5, ReplayTest::failAfterManyChoices));

    var schedule = FailedSchedule.of(failure).orElseThrow();
    assertThat(schedule.token()).hasSizeLessThan(60);
    assertThatThrownBy(() -> Simulation.replay(schedule.token(), ReplayTest::failAfterManyChoices))
        .hasMessage(failure.getMessage())
        .satisfies(again ->
            assertThat(FailedSchedule.of(again).orElseThrow()).hasMessage(schedule.getMessage()));
  }

  @Test
  void theTokenOfARunInOrderRepeatsIt() {
    var failure = catchThrowable(() -> Simulation.run(PlantedBug.LOST_UPDATE));

    var schedule = FailedSchedule.of(failure).orElseThrow();
    assertThatThrownBy(() -> Simulation.replay(schedule.token(), PlantedBug.LOST_UPDATE))
        .hasMessage(failure.getMessage())
        .satisfies(again ->
            assertThat(FailedSchedule.of(again).orElseThrow()).hasMessage(schedule.getMessage()));
  }

  @Test
  void aRunThatNoLongerFailsPasses() {
    var failure = catchThrowable(() -> Simulation.explore(200, PlantedBug.CHECK_THEN_ACT));
    var token = FailedSchedule.of(failure).orElseThrow().token();

    assertThatCode(() -> Simulation.replay(token, _ -> {})).doesNotThrowAnyException();
  }

  @Test
  void aDamagedTokenIsRefused() {
    assertThatThrownBy(() -> Simulation.replay("lost", _ -> {}))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith("cannot replay 'lost': a token begins with 'tr1_';");
  }

  @Test
  void aSimulationMayBeStartedFromAnyVirtualThread() throws InterruptedException {
    var steps = new long[1];

    Thread.ofVirtual()
        .start(() -> Simulation.run(simulation -> steps[0] = simulation.trace().steps() + 1))
        .join();

    assertThat(steps[0]).isEqualTo(1);
  }

  private static void failAfterManyChoices(Simulation simulation) throws InterruptedException {
    var order = new StringBuilder();
    PlantedBug.inParallel(() -> yieldOften(order, 'a'), () -> yieldOften(order, 'b'));
    boolean inTurn = order.toString().startsWith("abababababab");
    assertThat(inTurn).as(order.toString().hashCode() + " after " + order.length()).isTrue();
  }

  private static void yieldOften(StringBuilder order, char name) {
    for (int i = 0; i < 40_000; i++) {
      order.append(name);
      Thread.yield();
    }
  }
}
