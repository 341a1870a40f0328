package dev.treadle;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

class CancelScopeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // --- Running a block

  @TreadleTest
  void aBlockThatRunsToItsEndSaysSo() throws IOException {
    assertThat(CancelScope.run(_ -> checkpoint())).isTrue();
    assertThat(CancelScope.call(_ -> 7)).contains(7);
    assertThatThrownBy(() -> CancelScope.run(_ -> throwIt(new IOException("boo"))))
        .isInstanceOf(IOException.class);
  }

  @TreadleTest(explore = 10_000)
  void aCancelledBlockIsLeftAtItsNextWait() {
    boolean ended =
        CancelScope.run(scope -> {
          scope.cancel("enough");
          log.add("goes on");
          sleep(HOUR);
        });

    assertThat(ended).isFalse();
    assertThat(log).containsExactly("goes on");
    checkpoint();
  }

  @TreadleTest
  void aCancelledBlockThatReturnsAValueReturnsIt() {
    var value =
        CancelScope.call(scope -> {
          scope.cancel("enough");
          return 7;
        });

    assertThat(value).contains(7);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    checkpoint();
  }

  @TreadleTest
  void cancellingAnOuterScopeIsNotTheInnerOnesToAnswer() {
    boolean ended =
        CancelScope.run(outer -> {
          log.add(
              CancelScope.run(inner -> {
                outer.cancel("enough");
                log.add(outer.isCancelled());
                log.add(inner.isCancelled());
                sleep(HOUR);
              }));
        });

    assertThat(ended).isFalse();
    assertThat(log).containsExactly(true, true);
  }

  @TreadleTest
  void theReasonTheScopeAndTheLineAreInTheException() {
    CancelScope.run(scope -> {
      scope.cancel("too many errors");
      log.add(catchThrowable(() -> checkpoint()));
    });

    var cancelled = (Cancelled) log.getFirst();
    assertThat(cancelled.reason()).isEqualTo("too many errors");
    assertThat(cancelled.origin().scope()).startsWith("a block of ");
    assertThat(cancelled.origin().site()).contains("CancelScopeTest.java:");
    assertThat(cancelled)
        .hasMessageMatching("too many errors \\(a block of .* was cancelled by .*\\)");
  }

  // --- From elsewhere

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Scope", "dev.treadle.Strand", "dev.treadle.Cancellation"})
  void aCancellationThatMeetsTheBlocksEndLeavesNothingBehind() {
    TaskGroup.run(group -> {
      CancelScope.run(scope -> {
        group.start(() -> scope.cancel("enough"));
        checkpoint();
      });
      log.add(Thread.currentThread().isInterrupted());
      checkpoint();
    });

    assertThat(log).containsExactly(false);
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Scope", "dev.treadle.Strand", "dev.treadle.Cancellation"})
  void whoeverIsCancelledInsideAndOutsideAtOnceIsCancelledOutside(Simulation simulation) {
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            CancelScope.run(scope -> {
              group.start(() -> scope.cancel("inside"));
              checkpoint();
            });
            new CountDownLatch(1).await();
          });
      group.start(() -> task.cancel("outside"));
    });

    assertThat(simulation.clock().elapsed()).isZero(); // without the help of a repeated interrupt
  }

  @TreadleTest
  void aScopeThatHasEndedStaysAsItIs() {
    var left = leftScope();

    left.cancel("too late");
    left.deadline(Deadline.in(SECOND));
    sleep(SECOND.multipliedBy(2));

    assertThat(left.isCancelled()).isFalse();
  }

  @TreadleTest
  void theFirstReasonCounts() {
    CancelScope.run(scope -> {
      scope.cancel("first");
      scope.cancel("second");
      log.add(catchThrowable(() -> checkpoint()));
    });

    assertThat(log).first().asString().contains("first (").doesNotContain("second");
  }

  @TreadleTest(explore = 10_000)
  void aGroupInsideIsCancelledWithItsTasksAndTheirs(Simulation simulation) {
    boolean ended =
        CancelScope.run(scope ->
            TaskGroup.run(group -> {
              group.start(
                  () -> TaskGroup.run(inner -> inner.start(() -> new CountDownLatch(1).await())));
              group.start(() -> sleep(HOUR));
              sleep(SECOND);
              scope.cancel("enough");
            }));

    assertThat(ended).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  // --- The current scope

  @TreadleTest
  void theCurrentScopeIsTheInnermost() {
    CancelScope.run(outer -> {
      log.add(CancelScope.current() == outer);
      CancelScope.run(inner -> log.add(CancelScope.current() == inner));
      log.add(CancelScope.current() == outer);
    });

    assertThat(log).containsExactly(true, true, true);
  }

  @TreadleTest
  void outsideOfTasksThereIsNone() {
    assertThatThrownBy(() -> CancelScope.current())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "no scope here: expected code inside a task or a block such as timeout(), found "
                + Thread.currentThread());
  }

  // --- Deadlines

  @TreadleTest(explore = 10_000)
  void aDeadlineMovedEarlierStrikesEarlier(Simulation simulation) {
    assertThat(
            moveOnAfter(
                HOUR,
                () -> {
                  CancelScope.current().deadline(Deadline.in(SECOND));
                  sleep(HOUR);
                }))
        .isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void aDeadlineMovedLaterStrikesLater(Simulation simulation) {
    assertThat(
            moveOnAfter(
                SECOND,
                () -> {
                  CancelScope.current().deadline(Deadline.in(SECOND.multipliedBy(3)));
                  sleep(HOUR);
                }))
        .isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(3));
  }

  @TreadleTest
  void aDeadlineMovedToNeverDoesNotStrike() {
    assertThat(
            moveOnAfter(
                SECOND,
                () -> {
                  CancelScope.current().deadline(Deadline.never());
                  sleep(HOUR);
                }))
        .isTrue();
  }

  @TreadleTest
  void aDeadlineMovedIntoThePastStrikesAtOnce(Simulation simulation) {
    CancelScope.run(scope -> {
      scope.deadline(Deadline.in(SECOND).plus(SECOND.multipliedBy(-2)));
      log.add(scope.isCancelled());
      log.add(catchThrowable(() -> checkpoint()));
    });

    assertThat(log.getFirst()).isEqualTo(true);
    assertThat(log.getLast())
        .asString()
        .contains("deadline passed (a block of ")
        .contains(" was cancelled by its timer)");
  }

  @TreadleTest
  void aDeadlineThatHasFiredStaysFired() {
    assertThat(
            moveOnAfter(
                SECOND,
                () -> {
                  var _ = catchThrowable(() -> sleep(HOUR));
                  CancelScope.current().deadline(Deadline.never());
                  sleep(HOUR);
                }))
        .isFalse();
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Alarm", "dev.treadle.Scope", "dev.treadle.Strand"})
  void anotherTaskMayMoveADeadlineWhenItIsAboutToStrike(Simulation simulation) {
    TaskGroup.run(group ->
        log.add(
            moveOnAfter(
                SECOND,
                () -> {
                  var scope = CancelScope.current();
                  group.start(() -> {
                    sleep(SECOND);
                    scope.deadline(Deadline.in(SECOND));
                  });
                  sleep(HOUR);
                })));

    assertThat(log).containsExactly(false);
    assertThat(simulation.clock().elapsed()).isIn(SECOND, SECOND.multipliedBy(2));
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Alarm", "dev.treadle.Scope", "dev.treadle.Strand"})
  void ofManyWhoMoveADeadlineTheLastDecidesAndItStrikes(Simulation simulation) {
    TaskGroup.run(group ->
        log.add(
            moveOnAfter(
                HOUR,
                () -> {
                  var scope = CancelScope.current();
                  group.start(() -> scope.deadline(Deadline.in(SECOND)));
                  group.start(() -> scope.deadline(Deadline.in(SECOND.multipliedBy(2))));
                  sleep(HOUR);
                })));

    assertThat(log).containsExactly(false);
    assertThat(simulation.clock().elapsed()).isIn(SECOND, SECOND.multipliedBy(2));
  }

  @TreadleTest
  void theDeadlineIsTheEarliestOfAllAround() {
    timeout(
        SECOND.multipliedBy(3),
        () -> {
          timeout(SECOND.multipliedBy(5), () -> log.add(remaining()));
          timeout(SECOND.multipliedBy(2), () -> log.add(remaining()));
          TaskGroup.run(group -> group.start(() -> log.add(remaining())));
        });

    assertThat(log)
        .containsExactly(SECOND.multipliedBy(3), SECOND.multipliedBy(2), SECOND.multipliedBy(3));
    CancelScope.run(scope -> assertThat(scope.deadline().isNever()).isTrue());
  }

  @TreadleTest
  void aTasksOwnDeadlineFailsIt() {
    var outcomes =
        Treadle.gatherOutcomes(() -> {
          CancelScope.current().deadline(Deadline.in(SECOND));
          sleep(HOUR);
          return 7;
        });

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            Outcome.Failure.class,
            failure -> assertThat(failure.exception()).isInstanceOf(TaskTimeoutException.class));
  }

  @TreadleTest
  @SuppressWarnings("NullAway") // the mistakes under test
  void nullIsAMistake() {
    assertThatThrownBy(() -> CancelScope.run(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> CancelScope.call(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> CancelScope.run(scope -> scope.cancel(null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("reason");
    assertThatThrownBy(() -> CancelScope.run(scope -> scope.deadline(null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("deadline");
  }

  private static Duration remaining() {
    return CancelScope.current().deadline().remaining();
  }

  private static CancelScope leftScope() {
    return CancelScope.call(scope -> scope).orElseThrow();
  }

  private static void throwIt(IOException failure) throws IOException {
    throw failure;
  }
}
