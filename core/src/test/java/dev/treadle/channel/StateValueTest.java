package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateValueTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StateValue<Integer> state = StateValue.of("level", 0);
  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final List<Integer> followed = new CopyOnWriteArrayList<>();

  // --- The value

  @Test
  void itHasTheValueThatWasSetLast() {
    assertThat(state.value()).isZero();

    state.set(7);
    state.set(8);

    assertThat(state.value()).isEqualTo(8);
    assertThat(state.statistics()).isEqualTo(new StateValue.Statistics(2, 0));
  }

  @Test
  void aValueThatEqualsTheOneBeforeIsNoChange() {
    var first = new String("a");
    var state = StateValue.of(first);

    state.set(new String("a"));
    assertThat(state.update(_ -> new String("a"))).isEqualTo("a");

    assertThat(state.value()).isSameAs(first);
    assertThat(state.statistics().changes()).isZero();
  }

  @Test
  void anUpdateReturnsWhatItMade() {
    state.set(20);

    assertThat(state.update(value -> value + 1)).isEqualTo(21);
    assertThat(state.value()).isEqualTo(21);
  }

  @TreadleTest(explore = 17_000, racePoints = "dev.treadle.channel.StateValue")
  void noUpdateIsLost() {
    TaskGroup.run(group -> {
      group.start(() -> log.add(state.update(value -> value + 1)));
      group.start(() -> log.add(state.update(value -> value + 10)));
      group.start(() -> log.add(state.update(value -> value + 100)));
    });

    assertThat(state.value()).isEqualTo(111);
    assertThat(log).doesNotHaveDuplicates().contains(111);
    assertThat(state.statistics().changes()).isEqualTo(3);
  }

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.channel.StateValue")
  void aValueThatIsSetBesideAnUpdateIsNotLost() {
    TaskGroup.run(group -> {
      group.start(() -> state.set(10));
      group.start(() -> state.update(value -> value + 1));
    });

    assertThat(state.value()).isIn(10, 11);
  }

  @Test
  void anUpdateThatFailsChangesNothing() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            state.update(_ -> {
              throw new IllegalStateException("broken");
            }));

    assertThat(state.value()).isZero();
    assertThat(state.statistics().changes()).isZero();
  }

  @TreadleTest
  void anUpdateMayWaitAndUseTheState() {
    TaskGroup.run(group -> {
      group.start(() ->
          state.update(value -> {
            log.add(value);
            sleep(SECOND);
            return value + 1;
          }));
      sleep(Duration.ofMillis(500));
      state.set(10);
    });

    assertThat(log).containsExactly(0, 10);
    assertThat(state.value()).isEqualTo(11);
  }

  // --- Awaiting

  @Test
  void awaitingWhatIsSoReturnsAtOnce() {
    assertThat(state.await(value -> value == 0)).isZero();
  }

  @TreadleTest
  void awaitReturnsTheValueThatMatches(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> log.add(state.await(value -> value > 10)));
      simulation.awaitBlocked();
      state.set(5);
      simulation.awaitBlocked();
      assertThat(log).isEmpty();
      assertThat(state.statistics()).isEqualTo(new StateValue.Statistics(1, 1));
      state.set(11);
    });

    assertThat(log).containsExactly(11);
    assertThat(state.statistics().waiting()).isZero();
  }

  @TreadleTest
  void everybodyWhoWaitsSeesTheChange(Simulation simulation) {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> log.add(state.await(value -> value == 1)));
      }
      simulation.awaitBlocked();
      state.set(1);
    });

    assertThat(log).containsExactly(1, 1, 1);
  }

  @TreadleTest(explore = 17_000, racePoints = "dev.treadle.channel.StateValue")
  void theLastValueIsNeverMissed() {
    TaskGroup.run(group -> {
      group.start(() -> log.add(state.await(value -> value == 3)));
      group.start(() -> log.add(state.await(value -> value >= 2)));
      group.start(() -> {
        state.set(1);
        state.set(3);
      });
    });

    assertThat(log).containsExactly(3, 3);
  }

  @TreadleTest(explore = 17_000, racePoints = "dev.treadle.channel.StateValue")
  void aCancelledAwaitLeavesNothingBehindAndDisturbsNobody() {
    TaskGroup.run(group -> {
      var cancelled = group.start(() -> log.add(-state.await(value -> value == 1)));
      group.start(() -> log.add(state.await(value -> value == 1)));
      group.start(() -> cancelled.cancel("enough"));
      group.start(() -> state.set(1));
    });

    assertThat(log).contains(1);
    assertThat(state.statistics().waiting()).isZero();
  }

  @TreadleTest
  void whoGivesUpWaitingLeavesNothingBehind() {
    assertThat(moveOnAfter(SECOND, () -> state.await(value -> value == 1)))
        .isEqualTo(Optional.empty());

    assertThat(state.statistics()).isEqualTo(new StateValue.Statistics(0, 0));
  }

  @TreadleTest
  void whatThePredicateThrowsComesOut() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            state.await(_ -> {
              throw new IllegalStateException("broken");
            }))
        .withMessage("broken");
    assertThat(state.statistics().waiting()).isZero();
  }

  @TreadleTest
  void aThreadThatIsNoTaskMayWait() throws InterruptedException {
    var waiting = Thread.startVirtualThread(() -> log.add(state.await(value -> value == 1)));
    state.set(1);
    waiting.join();

    assertThat(log).containsExactly(1);
  }

  // --- Changes

  @TreadleTest
  void changesBeginWithTheValueThereIs() {
    state.set(7);

    assertThat(state.changes().iterator().next()).isEqualTo(7);
  }

  @TreadleTest
  void whoIsSlowSeesTheLatest() {
    var changes = state.changes().iterator();

    assertThat(changes.next()).isZero();
    state.set(1);
    state.set(2);
    assertThat(changes.next()).isEqualTo(2);
    assertThat(changes.hasNext()).isTrue();
  }

  @TreadleTest
  void whatTurnedBackToTheOldValueIsNoChange(Simulation simulation) {
    var changes = state.changes().iterator();
    changes.next();
    state.set(1);
    state.set(0);
    TaskGroup.run(group -> {
      group.start(() -> log.add(changes.next()));
      simulation.awaitBlocked();
      assertThat(log).isEmpty();
      state.set(1);
    });

    assertThat(log).containsExactly(1);
  }

  @TreadleTest
  void eachIterationIsOnItsOwn() {
    var changes = state.changes();
    var one = changes.iterator();
    one.next();
    state.set(1);

    assertThat(changes.iterator().next()).isEqualTo(1);
    assertThat(one.next()).isEqualTo(1);
  }

  private void logUntil(int last) {
    for (int value : state.changes()) {
      log.add(value);
      if (value == last) {
        break;
      }
    }
  }

  @TreadleTest(explore = 17_000, racePoints = "dev.treadle.channel.StateValue")
  void everyIterationComesToTheLastValueInOrder() {
    TaskGroup.run(group -> {
      group.start(() -> logUntil(3));
      group.start(() -> {
        for (int i = 1; i <= 3; i++) {
          state.set(i);
        }
      });
    });

    assertThat(log).endsWith(3).isSorted().doesNotHaveDuplicates();
  }

  @TreadleTest
  void aCancelledStepCanBeRepeatedAndHasMissedNothing() {
    var changes = state.changes().iterator();
    changes.next();

    assertThat(moveOnAfter(SECOND, () -> changes.next())).isEqualTo(Optional.empty());
    state.set(1);

    assertThat(changes.next()).isEqualTo(1);
    assertThat(state.statistics().waiting()).isZero();
  }

  // --- Cancellation

  @TreadleTest
  void aCancelledTaskMaySetButNotWait() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      state.set(1);
      assertThat(catchThrowable(() -> state.await(value -> value == 1)))
          .isInstanceOf(Cancelled.class);
      assertThat(catchThrowable(() -> state.changes().iterator().next()))
          .isInstanceOf(Cancelled.class);
    });

    assertThat(state.value()).isEqualTo(1);
  }

  @TreadleTest(explore = 17_000, racePoints = "dev.treadle.channel.StateValue")
  void aValueThatCameBeatsTheCancellation() {
    var seen = new AtomicInteger();
    TaskGroup.run(group -> {
      var waiting =
          group.start(() -> {
            seen.set(state.await(value -> value > 0));
            log.add("returned");
          });
      group.start(() -> waiting.cancel("enough"));
      group.start(() -> state.set(1));
    });

    assertThat(log.isEmpty()).isEqualTo(seen.get() == 0);
    assertThat(state.statistics().waiting()).isZero();
  }

  @TreadleTest(explore = 40_000, racePoints = "dev.treadle.channel.StateValue")
  void whoeverIsCancelledWhileFollowingChangesTheOtherComesToTheLastValue() {
    TaskGroup.run(group -> {
      var cancelled = group.start(() -> logUntil(2));
      group.start(() -> followUntil(2));
      group.start(() -> cancelled.cancel("enough"));
      group.start(() -> {
        state.set(1);
        state.set(2);
      });
    });

    assertThat(followed).endsWith(2).isSorted().doesNotHaveDuplicates();
    assertThat(log).isSorted().doesNotHaveDuplicates();
    assertThat(state.statistics()).isEqualTo(new StateValue.Statistics(2, 0));
  }

  private void followUntil(int last) {
    for (int value : state.changes()) {
      followed.add(value);
      if (value == last) {
        break;
      }
    }
  }

  @TreadleTest(
      explore = 30_000,
      racePoints = {"dev.treadle.channel.StateValue", "dev.treadle.Waiter"})
  void aStepThatIsCancelledAsTheValueComesCanBeRepeatedInEverySchedule() {
    var changes = state.changes().iterator();
    changes.next();
    TaskGroup.run(group -> {
      var cancelled = group.start(() -> log.add(changes.next()));
      group.start(() -> cancelled.cancel("enough"));
      group.start(() -> state.set(1));
    });
    if (log.isEmpty()) {
      log.add(changes.next());
    }

    assertThat(log).containsExactly(1);
    assertThat(state.statistics().waiting()).isZero();
  }

  @TreadleTest
  void aTaskThatIsKeptAwakeByChangesHearsOfItsCancellation() {
    CancelScope.run(scope ->
        state.await(value -> {
          log.add(value);
          state.set(value + 1);
          if (value == 2) {
            scope.cancel("enough");
          }
          return false;
        }));

    assertThat(log).containsExactly(0, 1, 2);
  }

  // --- Looking at it

  @TreadleTest
  void theTaskTreeSaysWhatIsWaitedFor(Simulation simulation) {
    TaskGroup.run(group -> {
      var waiting = group.start("watcher", () -> state.await(value -> value == 1));
      simulation.awaitBlocked();
      assertThat(TaskTree.capture().toString()).contains("change of state value 'level'");
      waiting.cancel("seen");
    });

    assertThat(StateValue.of(1)).hasToString("state value");
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsNoValue() {
    assertThatNullPointerException().isThrownBy(() -> StateValue.of(null)).withMessage("value");
    assertThatNullPointerException().isThrownBy(() -> StateValue.of(null, 1)).withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> state.set(null)).withMessage("value");
    assertThatNullPointerException().isThrownBy(() -> state.update(null)).withMessage("function");
    assertThatNullPointerException().isThrownBy(() -> state.await(null)).withMessage("predicate");
    assertThatNullPointerException()
        .isThrownBy(() -> state.update(_ -> null))
        .withMessage("the function returned null, which is no value");
    assertThat(state.value()).isZero();
  }
}
