package dev.treadle;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

class MoveOnAfterTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @TreadleTest
  void aBlockThatEndsInTimeReturnsItsValue() {
    assertThat(moveOnAfter(SECOND, () -> 7)).contains(7);
    assertThat(moveOnAfter(SECOND, () -> checkpoint())).isTrue();
  }

  @TreadleTest(explore = 10_000)
  void aBlockThatDoesNotIsGivenUp(Simulation simulation) throws InterruptedException {
    assertThat(moveOnAfter(SECOND, () -> sleep(HOUR))).isFalse();
    assertThat(moveOnAfter(SECOND, () -> new CountDownLatch(1).await())).isFalse();
    assertThat(moveOnAfter(SECOND, MoveOnAfterTest::valueAfterAnHour)).isEmpty();

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(3));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    checkpoint();
  }

  @TreadleTest
  void whatTheBlockThrowsComesOutAsItself() {
    var failure = new IOException("boo");

    assertThatThrownBy(() ->
            moveOnAfter(
                SECOND,
                () -> {
                  throw failure;
                }))
        .isSameAs(failure);
  }

  @TreadleTest
  void withZeroTheBlockIsNotRun() {
    var ran = new AtomicBoolean();

    assertThat(moveOnAfter(Duration.ZERO, () -> ran.set(true))).isFalse();
    assertThat(ran).isFalse();
  }

  @TreadleTest(explore = 10_000)
  void aCancellationFromOutsideIsNotGivenUp() {
    var rounds = new AtomicInteger();

    assertThatThrownBy(() ->
            Treadle.timeout(
                SECOND.multipliedBy(3),
                () -> {
                  while (true) {
                    moveOnAfter(SECOND.multipliedBy(2), () -> sleep(HOUR));
                    rounds.incrementAndGet();
                  }
                }))
        .isInstanceOf(TaskTimeoutException.class);

    assertThat(rounds).hasValue(1);
  }

  @TreadleTest
  void aNegativeTimeIsAMistake() {
    assertThatThrownBy(() -> moveOnAfter(SECOND.negated(), () -> sleep(HOUR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration: expected a duration of zero or more, found PT-1S");
  }

  @TreadleTest
  @SuppressWarnings("NullAway") // the mistakes under test
  void nullIsAMistake() {
    assertThatThrownBy(() -> moveOnAfter(SECOND, (Body<Integer, RuntimeException>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> moveOnAfter(SECOND, (Action<RuntimeException>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> moveOnAfter(null, () -> sleep(HOUR)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("duration");
  }

  private static int valueAfterAnHour() {
    sleep(HOUR);
    return 7;
  }
}
