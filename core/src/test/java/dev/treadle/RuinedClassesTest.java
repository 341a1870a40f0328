package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.monitor.Lint;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In real time: a thread that waits in a class initialiser holds its carrier.
@Timeout(60)
class RuinedClassesTest {

  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final Duration HOUR = Duration.ofHours(1);

  private final LogCapture log = LogCapture.begin();

  @BeforeEach
  void sayAgainWhatAnotherTestHasHeard() {
    Lint.SWALLOWED_CANCELLATION.enable();
  }

  @AfterEach
  void listenNoMore() {
    log.close();
  }

  private static String slowly() {
    sleep(HOUR);
    return "value";
  }

  private void requireReported(String type, Callable<String> use) {
    assertThat(log.messages())
        .singleElement()
        .asString()
        .contains(
            " in the initialiser of class dev.treadle.RuinedClassesTest$"
                + type
                + ", which cannot be used any more: NoClassDefFoundError from now on; wait before"
                + " the class is needed, or put the wait into Treadle.shield");
    assertThatThrownBy(use::call).isInstanceOf(NoClassDefFoundError.class);
  }

  private static final class OfTask {
    static final String VALUE = slowly();
  }

  @Test
  void aClassWhoseInitialiserIsCancelledWithItsTaskIsReported() {
    var begun = new CountDownLatch(1);
    TaskGroup.run(group -> {
      var task =
          group.start(
              "reader",
              () -> {
                begun.countDown();
                return OfTask.VALUE;
              });
      begun.await();
      sleep(MOMENT);
      task.cancel("enough");
    });

    requireReported("OfTask", () -> OfTask.VALUE);
    assertThat(log.messages().getFirst())
        .startsWith("task '")
        .contains("/reader' was cancelled (enough) in");
  }

  private static final class OfBlock {
    static final String VALUE = slowly();
  }

  @Test
  void soIsOneInABlockThatIsGivenUp() {
    assertThat(moveOnAfter(MOMENT, () -> OfBlock.VALUE)).isEmpty();

    requireReported("OfBlock", () -> OfBlock.VALUE);
  }

  private static final class OfTimeout {
    static final String VALUE = slowly();
  }

  @Test
  void soIsOneInATimeout() {
    assertThatThrownBy(() -> timeout(MOMENT, () -> OfTimeout.VALUE))
        .isInstanceOf(TaskTimeoutException.class);

    requireReported("OfTimeout", () -> OfTimeout.VALUE);
  }

  private static final class OfGroup {
    static final String VALUE = slowly();
  }

  @Test
  void soIsOneInAGroupsBlock() {
    TaskGroup.run(group -> {
      group.after(MOMENT, () -> group.cancel("enough"));
      assertThat(OfGroup.VALUE).isNotEmpty();
    });

    requireReported("OfGroup", () -> OfGroup.VALUE);
  }

  private static final class OfProgram {
    static final String VALUE = slowly();
  }

  @Test
  void soIsOneInAProgram() {
    assertThatThrownBy(() ->
            Treadle.run(() -> {
              CancelScope.current().deadline(Deadline.in(MOMENT));
              return OfProgram.VALUE;
            }))
        .isInstanceOf(TaskTimeoutException.class);

    requireReported("OfProgram", () -> OfProgram.VALUE);
  }

  private static final class Patient {
    static final boolean IN_TIME = moveOnAfter(MOMENT, () -> sleep(HOUR));
  }

  @Test
  void anInitialiserThatGivesUpAWaitOfItsOwnIsLeftAlone() {
    assertThat(Patient.IN_TIME).isFalse();
    assertThat(log.messages()).isEmpty();
  }

  private static final class Shielded {
    static final String VALUE =
        Treadle.shield(
            HOUR,
            () -> {
              sleep(MOMENT.multipliedBy(2));
              return "value";
            });
  }

  @Test
  void soIsOneThatWaitsInAShield() {
    assertThat(moveOnAfter(MOMENT, () -> Shielded.VALUE)).contains("value");
    assertThat(log.messages()).isEmpty();
  }

  private static final class Meant {
    static final String VALUE = slowly();
  }

  @Test
  void insideASuppressedBlockItIsMeant() {
    Lint.SWALLOWED_CANCELLATION.suppress(() -> moveOnAfter(MOMENT, () -> Meant.VALUE));

    assertThat(log.messages()).isEmpty();
  }

  private static final class Unwatched {
    static final String VALUE = slowly();
  }

  @Test
  void aLintThatIsOffSaysNothing() {
    Lint.SWALLOWED_CANCELLATION.disable();
    try {
      assertThat(moveOnAfter(MOMENT, () -> Unwatched.VALUE)).isEmpty();
    } finally {
      Lint.SWALLOWED_CANCELLATION.enable();
    }

    assertThat(log.messages()).isEmpty();
  }
}
