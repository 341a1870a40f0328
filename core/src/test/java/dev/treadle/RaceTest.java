package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.race;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.failWhenCancelled;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.rawForEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

class RaceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> late = new ConcurrentLinkedQueue<>();

  /// A value that must be closed if nobody gets it.
  private AutoCloseable connection(int seconds) {
    Treadle.shield(Duration.ofSeconds(60), () -> seconds(seconds));
    opened.incrementAndGet();
    return closed::incrementAndGet;
  }

  private static String slowly(String value, int seconds) {
    seconds(seconds);
    return value;
  }

  private static String failing(String message) throws IOException {
    fail(message);
    return "never";
  }

  @TreadleTest(explore = 10_000)
  void theFirstValueWinsAndTheOthersAreCancelledAndAwaited() {
    String winner =
        race(
            () -> slowly("slow", 2),
            () -> slowly("quick", 1),
            () -> {
              try {
                rawForEver();
                return "never";
              } finally {
                ended.incrementAndGet();
              }
            });

    assertThat(winner).isEqualTo("quick");
    assertThat(ended).hasValue(1);
  }

  @TreadleTest(explore = 10_000)
  void aFailureDoesNotCountIfAnotherHasAValue() {
    assertThat(Treadle.<String>race(() -> failing("boo"), () -> slowly("value", 1)))
        .isEqualTo("value");
  }

  @TreadleTest(explore = 10_000)
  void ifAllFailTheFailuresAreThrownInTheirOrder() {
    assertThatThrownBy(() ->
            race(
                () -> {
                  seconds(1);
                  return failing("second");
                },
                () -> failing("first")))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed ->
                assertThat(failed.failures())
                    .extracting(Throwable::getMessage)
                    .containsExactly("first", "second"));
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void theValueMayBeNull() {
    assertThat(Treadle.<String>race(() -> null, () -> slowly("late", 1))).isNull();
  }

  @TreadleTest(explore = 10_000)
  void aValueThatComesTooLateIsClosed() throws Exception {
    var winner = race(() -> connection(1), () -> connection(2), () -> connection(2));

    assertThat(opened).hasValue(3);
    assertThat(closed).hasValue(2);
    winner.close();
  }

  @TreadleTest(explore = 10_000)
  void ofTwoAtTheSameMomentOneWinsAndOneIsClosed() throws Exception {
    var winner = race(() -> connection(0), () -> connection(0));

    assertThat(opened.get() - closed.get()).isEqualTo(1);
    winner.close();
  }

  @TreadleTest(explore = 10_000)
  void orItIsHandedToTheLosersHandler() {
    String winner =
        race(
            late::add,
            () -> "quick",
            () -> Treadle.shield(Duration.ofSeconds(9), () -> slowly("late", 1)));

    assertThat(List.of(winner, late.element())).containsExactlyInAnyOrder("quick", "late");
  }

  @TreadleTest
  void aFailureThatComesTooLateIsLogged() {
    try (var log = LogCapture.begin()) {
      race(
          () -> slowly("winner", 1),
          () -> {
            failWhenCancelled("cleanup");
            return "never";
          });

      assertThat(log.messages()).containsExactly("a task that lost a race failed");
      assertThat(log.thrown()).extracting(Throwable::getMessage).containsExactly("cleanup");
    }
  }

  @TreadleTest
  void aLoserWhoseCloseFailsIsLogged() {
    try (var log = LogCapture.begin()) {
      AutoCloseable broken = () -> fail("close");
      Treadle.<AutoCloseable>race(
          () -> () -> {},
          () -> {
            Treadle.shield(Duration.ofSeconds(9), () -> seconds(1));
            return broken;
          });

      assertThat(log.messages()).containsExactly("a value that lost a race could not be closed");
      assertThat(log.thrown()).extracting(Throwable::getMessage).containsExactly("close");
    }
  }

  @TreadleTest
  void aHandlerThatFailsIsLogged() {
    try (var log = LogCapture.begin()) {
      String winner =
          race(
              _ -> {
                throw new IllegalStateException("handler");
              },
              () -> "quick",
              () -> Treadle.shield(Duration.ofSeconds(9), () -> slowly("late", 1)));

      assertThat(winner).isEqualTo("quick");
      assertThat(log.messages()).containsExactly("the handler of a value that lost a race failed");
    }
  }

  @TreadleTest(explore = 20_000)
  void aValueIsNotLostIfTheCancellationFromOutsideComesAtTheSameMoment() {
    var won =
        moveOnAfter(SECOND, () -> race(() -> connectionAfterASecond(), () -> neverConnected()));

    int kept = won.isPresent() ? 1 : 0;
    assertThat(opened.get() - closed.get()).isEqualTo(kept);
  }

  private AutoCloseable connectionAfterASecond() {
    seconds(1);
    opened.incrementAndGet();
    return closed::incrementAndGet;
  }

  private AutoCloseable neverConnected() {
    forEver();
    return closed::incrementAndGet;
  }

  @TreadleTest(explore = 10_000)
  void afterSuchAValueTheCancellationStrikesAtTheNextWait() {
    assertThatThrownBy(() ->
            timeout(
                SECOND,
                () -> {
                  race(() -> connection(2), () -> neverConnected()).close();
                  rawForEver();
                }))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(explore = 10_000)
  void norIfTheCallersThreadIsInterruptedMeanwhile() throws InterruptedException {
    var caller =
        Thread.startVirtualThread(() -> {
          if (catchThrowable(() -> race(() -> connection(2), () -> neverConnected())) != null) {
            closed.incrementAndGet(); // it would be lost
          }
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
    seconds(1);
    caller.interrupt();
    caller.join();

    assertThat(closed).hasValue(0);
  }

  @TreadleTest(explore = 10_000)
  void aCancellationFromOutsideEndsIt() {
    assertThatThrownBy(() -> timeout(SECOND, () -> race(() -> slowly("a", 2), () -> rawly())))
        .isInstanceOf(TaskTimeoutException.class);
  }

  private static String rawly() throws InterruptedException {
    rawForEver();
    return "never";
  }

  @TreadleTest(explore = 10_000)
  void oneThatCancelsItselfHasFailed() {
    assertThatThrownBy(() ->
            race(() -> {
              CancelScope.current().cancel("mine");
              forEver();
              return "never";
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(Cancelled.class);
  }

  @TreadleTest
  void thereMustBeSomeoneToWin() {
    assertThatThrownBy(() -> Treadle.<String>race())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bodies: expected at least one, found none");
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void nullIsRefused() {
    assertThatThrownBy(() -> race(() -> "a", (Body<String, Exception>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> Race.run(null, List.<Body<String, Exception>>of(() -> "a")))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("loser");
  }
}
