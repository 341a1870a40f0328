package dev.treadle.sync;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.Step;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class GuardedTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// As mutable as can be.
  private static final class Account {
    int balance;

    int balance() {
      return balance;
    }

    void add(int amount) {
      balance += amount;
    }
  }

  private final Guarded<Account> account = Guarded.of("account", new Account());
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private int balance() {
    return account.call(Account::balance);
  }

  // --- Blocks

  @TreadleTest
  void aBlockIsGivenTheStateAndItsValueIsReturned() {
    account.run(held -> held.add(7));

    assertThat(balance()).isEqualTo(7);
  }

  @TreadleTest(
      explore = 15_000,
      timeout = "5m",
      racePoints = "dev.treadle.sync.GuardedTest$Account")
  void oneBlockRunsAtATime() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        group.start(() -> account.run(held -> held.add(1)));
      }
    });

    assertThat(balance()).isEqualTo(2);
  }

  @TreadleTest
  void whatABlockThrowsIsThrownAndWhatItDidStaysDone() {
    assertThatThrownBy(() ->
            account.run(held -> {
              held.add(1);
              throw new IOException("boo");
            }))
        .isInstanceOf(IOException.class)
        .hasMessage("boo");

    assertThat(balance()).isEqualTo(1);
  }

  @TreadleTest
  void anUpdateExchangesTheState() {
    var names = Guarded.of(List.of("a"));

    assertThat(names.update(before -> List.of(before.getFirst(), "b"))).containsExactly("a", "b");
    assertThat(names.<List<String>, RuntimeException>call(now -> now)).containsExactly("a", "b");
  }

  @TreadleTest
  void anUpdateThatThrowsLeavesTheStateAsItWas() {
    var names = Guarded.of(List.of("a"));

    assertThatThrownBy(() ->
            names.update(_ -> {
              throw new IOException("boo");
            }))
        .isInstanceOf(IOException.class);
    assertThat(names.<List<String>, RuntimeException>call(now -> now)).containsExactly("a");
  }

  @TreadleTest(explore = 15_000, timeout = "5m", racePoints = "dev.treadle.sync.Guarded")
  void noUpdateIsLost() {
    var sum = Guarded.of(0);
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        group.start(() -> sum.update(before -> before + 1));
      }
    });

    assertThat(sum.<Integer, RuntimeException>call(now -> now)).isEqualTo(2);
  }

  @TreadleTest
  void theStateMayBeNothing() {
    var newest = Guarded.<Optional<String>>of(Optional.empty());
    newest.update(_ -> Optional.of("one"));

    assertThat(newest.<Boolean, RuntimeException>call(Optional::isPresent)).isTrue();
  }

  // --- Waiting for a state

  private void withdraw(int amount) {
    account.runWhen(held -> held.balance() >= amount, held -> held.add(-amount));
    log.add(amount);
  }

  @TreadleTest(
      explore = 20_000,
      timeout = "5m",
      racePoints = "dev.treadle.sync.GuardedTest$Account")
  void aBlockRunsWhenTheStateIsAsWantedAndNobodyTouchesItInBetween() {
    TaskGroup.run(group -> {
      group.start(() -> withdraw(1));
      group.start(() -> withdraw(1));
      group.start(() -> account.run(held -> held.add(1)));
      group.start(() -> account.run(held -> held.add(1)));
    });

    assertThat(balance()).isZero();
    assertThat(log).containsExactly(1, 1);
  }

  @TreadleTest
  void allWhoWaitLookWheneverABlockHasEnded(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> withdraw(5));
      group.start(() -> withdraw(1));
      simulation.awaitBlocked();
      assertThat(account.statistics().waitingForState()).isEqualTo(2);

      account.run(held -> held.add(1));
      simulation.awaitBlocked();
      assertThat(log).containsExactly(1);
      account.run(held -> held.add(5));
    });

    assertThat(log).containsExactly(1, 5);
  }

  @TreadleTest
  void alsoOneThatThrew(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> withdraw(1));
      simulation.awaitBlocked();
      assertThatThrownBy(() ->
              account.run(held -> {
                held.add(1);
                throw new IOException("boo");
              }))
          .hasMessage("boo");
    });

    assertThat(log).containsExactly(1);
  }

  @TreadleTest
  void anUpdateMayWaitForAStateToo(Simulation simulation) {
    var seats = Guarded.of(0);
    TaskGroup.run(group -> {
      group.start(() -> log.add(seats.updateWhen(free -> free > 0, free -> free - 1)));
      simulation.awaitBlocked();
      assertThat(log).isEmpty();
      seats.update(free -> free + 3);
    });

    assertThat(log).containsExactly(2);
  }

  @TreadleTest
  void whatThePredicateThrowsIsThrownAndNothingIsDone() {
    assertThatThrownBy(() ->
            account.runWhen(
                _ -> {
                  throw new UnsupportedOperationException("boo");
                },
                held -> held.add(1)))
        .hasMessage("boo");

    assertThat(balance()).isZero();
  }

  // --- Cancellation

  @TreadleTest(
      explore = 50_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync.Condition", "dev.treadle.sync.Guarded"})
  void whoIsCancelledHasWithdrawnOrNotAndTheOtherGetsItThen(Simulation simulation) {
    TaskGroup.run(group -> {
      var leaving = group.start(() -> withdraw(2));
      group.start(() -> withdraw(2));
      group.start(() -> leaving.cancel("just then"));
      account.run(held -> held.add(2));
      simulation.awaitBlocked();

      assertThat(log).containsExactly(2);
      assertThat(balance()).isZero();
      group.cancel("enough");
    });

    assertThat(account.statistics().waitingForState()).isZero();
    assertThat(account.statistics().mutex().holder()).isEmpty();
  }

  @TreadleTest(explore = 50_000, timeout = "5m", racePoints = "dev.treadle.sync.Guarded")
  void whoIsCancelledWaitingForItsTurnDoesNothing(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> account.run(_ -> sleep(SECOND)));
      simulation.awaitBlocked();
      var leaving = group.start(() -> account.run(held -> held.add(1)));
      group.start(() -> account.run(held -> held.add(10)));
      group.start(() -> leaving.cancel("enough"));
    });

    assertThat(balance()).isEqualTo(10);
  }

  @TreadleTest
  void aBlockThatIsCancelledInAWaitOfItsOwnGivesTheStateFree() {
    boolean ended =
        moveOnAfter(
            SECOND,
            () ->
                account.run(held -> {
                  held.add(1);
                  sleep(SECOND.multipliedBy(2));
                  held.add(10);
                }));

    assertThat(ended).isFalse();
    assertThat(balance()).isEqualTo(1);
  }

  @TreadleTest
  void itIsAWaitAlsoIfNobodyElseIsThere() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      log.add(catchThrowable(() -> account.run(held -> held.add(1))));
    });

    assertThat(log).singleElement().isInstanceOf(Cancelled.class);
    assertThat(balance()).isZero();
  }

  // --- Names and mistakes

  @TreadleTest
  void aBlockInABlockOfTheSameStateIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> account.run(_ -> account.run(held -> held.add(1))))
        .withMessageStartingWith("guarded state 'account' is held by the caller already");

    assertThat(balance()).isZero();
  }

  @TreadleTest
  void aTaskTreeSaysWhichStateIsWaitedFor(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start("a", () -> account.run(_ -> sleep(SECOND)));
      simulation.awaitBlocked();
      group.start("b", () -> account.run(held -> held.add(1)));
      simulation.awaitBlocked();
      assertThat(TaskTree.capture().find("main/b").orElseThrow().waitsFor())
          .isEqualTo("guarded state 'account'");
      assertThat(account.statistics().mutex().holder()).contains("task 'main/a'");
      assertThat(account.statistics().mutex().waiting()).isEqualTo(1);
    });

    assertThat(account).hasToString("guarded state 'account'");
    assertThat(Guarded.of(new ArrayList<>())).hasToString("a guarded state");
  }

  @TreadleTest
  void aDeadlockThroughTwoStatesIsFound(Simulation simulation) {
    var other = Guarded.of("other", new Account());
    TaskGroup.run(group -> {
      group.start("a", () -> account.run(_ -> touchAfterASecond(other)));
      group.start("b", () -> other.run(_ -> touchAfterASecond(account)));
      sleep(SECOND.multipliedBy(2));
      assertThat(TaskTree.capture().cycles())
          .singleElement()
          .hasToString(
              "main/a waits for guarded state 'other' of main/b waits for guarded state 'account'"
                  + " of main/a");
      group.cancel("seen");
    });
  }

  private static void touchAfterASecond(Guarded<Account> state) {
    sleep(SECOND);
    state.run(held -> held.add(1));
  }

  @TreadleTest
  @SuppressWarnings("NullAway")
  void nullIsRefused() {
    Step<Account, Integer, RuntimeException> noStep = null;
    Each<Account, RuntimeException> noBlock = null;
    assertThatNullPointerException().isThrownBy(() -> account.call(noStep)).withMessage("body");
    assertThatNullPointerException().isThrownBy(() -> account.run(noBlock)).withMessage("body");
    assertThatNullPointerException().isThrownBy(() -> account.update(null)).withMessage("body");
    assertThatNullPointerException()
        .isThrownBy(() -> account.callWhen(null, Account::balance))
        .withMessage("wanted");
    assertThatNullPointerException()
        .isThrownBy(() -> account.updateWhen(null, same -> same))
        .withMessage("wanted");
    assertThatNullPointerException()
        .isThrownBy(() -> account.runWhen(_ -> true, noBlock))
        .withMessage("body");
    assertThatNullPointerException()
        .isThrownBy(() -> Guarded.of(null, account))
        .withMessage("name");
  }
}
