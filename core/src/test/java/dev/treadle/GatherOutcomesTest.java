package dev.treadle;

import static dev.treadle.Treadle.gatherOutcomes;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

class GatherOutcomesTest {

  @TreadleTest(explore = 10_000)
  void aFailureLeavesTheOthersAlone() {
    var outcomes = gatherOutcomes(List.of(2, 0, 1), item -> unlessZero(item));

    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>(2));
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Failure.class,
            failure -> assertThat(failure.exception()).isInstanceOf(IOException.class));
    assertThat(outcomes.get(2)).isEqualTo(new Outcome.Success<>(1));
  }

  private static int unlessZero(int item) throws IOException {
    if (item == 0) {
      fail("zero");
    }
    seconds(item);
    return item;
  }

  @TreadleTest
  void bodiesMayBeGivenOneByOne() {
    List<Outcome<String>> outcomes = gatherOutcomes(() -> "a", () -> "b");

    assertThat(outcomes).containsExactly(new Outcome.Success<>("a"), new Outcome.Success<>("b"));
  }

  @TreadleTest(explore = 10_000)
  void aTaskThatWasCancelledAloneSaysSo() {
    var outcomes =
        gatherOutcomes(
            () -> {
              CancelScope.current().cancel("mine");
              forEver();
              return "never";
            },
            () -> "fine");

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Cancelled.class);
    assertThat(outcomes.get(1).value()).isEqualTo("fine");
  }

  @TreadleTest(explore = 10_000)
  void aCancellationFromOutsideEndsAll() {
    assertThatThrownBy(() ->
            timeout(Duration.ofSeconds(1), () -> gatherOutcomes(List.of(1, 5), i -> unlessZero(i))))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest
  void ofFailuresOnlyTheCallerHears() {
    try (var log = LogCapture.begin()) {
      assertThat(gatherOutcomes(List.of(0), item -> unlessZero(item))).hasSize(1);

      assertThat(log.messages()).isEmpty();
    }
  }

  @TreadleTest
  void theListCannotBeChanged() {
    var outcomes = gatherOutcomes(() -> "a", () -> "b");

    assertThatThrownBy(() -> outcomes.remove(0)).isInstanceOf(UnsupportedOperationException.class);
  }

  @TreadleTest
  void nothingGivesNothing() {
    assertThat(gatherOutcomes(List.<Integer>of(), item -> item)).isEmpty();
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void nullIsRefused() {
    assertThatThrownBy(() -> gatherOutcomes(List.of(1), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("fn");
    assertThatThrownBy(() -> gatherOutcomes((Body<Integer, Exception>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
  }
}
