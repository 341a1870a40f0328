package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

class SequencerTest {

  private final Sequencer sequencer = Sequencer.create();

  // Not thread-safe, so that the tests also show what a turn guarantees to the next.
  private final List<Integer> order = new ArrayList<>();
  private @Nullable Throwable failure;

  @TreadleTest(explore = 500)
  void turnsAreEnteredInTheOrderOfTheirNumbers(Simulation simulation) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int number : List.of(3, 0, 4, 2, 1)) {
      threads.add(Thread.startVirtualThread(() -> note(number)));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @TreadleTest(explore = 500, racePoints = "dev.treadle.test")
  void twoThreadsTakeTurnsAlternately(Simulation simulation) throws InterruptedException {
    var even = Thread.startVirtualThread(() -> List.of(0, 2, 4).forEach(this::note));
    var odd = Thread.startVirtualThread(() -> List.of(1, 3, 5).forEach(this::note));
    even.join();
    odd.join();

    assertThat(order).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @TreadleTest(realTime = true)
  void worksInRealTime() throws InterruptedException {
    var even = Thread.ofPlatform().start(() -> List.of(0, 2).forEach(this::note));
    var odd = Thread.startVirtualThread(() -> List.of(1, 3).forEach(this::note));
    even.join();
    odd.join();

    assertThat(order).containsExactly(0, 1, 2, 3);
  }

  @TreadleTest
  void aTurnWaitsUntilTheOneBeforeItIsLeft(Simulation simulation) throws InterruptedException {
    var first = sequencer.turn(0);
    var second = Thread.startVirtualThread(() -> note(1));
    simulation.awaitBlocked();

    assertThat(order).isEmpty();
    first.close();
    second.join();
    assertThat(order).containsExactly(1);
  }

  @TreadleTest
  void aTurnLeftByAnExceptionIsLeft() throws InterruptedException {
    assertThatThrownBy(
            () -> {
              try (var _ = sequencer.turn(0)) {
                throw new IllegalArgumentException("boom");
              }
            })
        .hasMessage("boom");

    note(1);

    assertThat(order).containsExactly(1);
  }

  @TreadleTest
  void leavingATurnTwiceLeavesItOnce(Simulation simulation) throws InterruptedException {
    var first = sequencer.turn(0);
    first.close();
    try (var _ = sequencer.turn(1)) {
      first.close();
      var third = Thread.startVirtualThread(() -> note(2));
      simulation.awaitBlocked();
      order.add(1);
      assertThat(third.isAlive()).isTrue();
    }
    simulation.awaitBlocked();

    assertThat(order).containsExactly(1, 2);
  }

  @TreadleTest
  void aNumberIsTakenOnce() throws InterruptedException {
    sequencer.turn(0).close();

    assertThatThrownBy(() -> sequencer.turn(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("turn 0 was taken already: each number of a sequencer is for one thread, once");
  }

  @TreadleTest
  void aNumberThatWaitsIsTaken(Simulation simulation) throws InterruptedException {
    var waiter = Thread.startVirtualThread(() -> note(1));
    simulation.awaitBlocked();

    assertThatThrownBy(() -> sequencer.turn(1))
        .hasMessage("turn 1 was taken already: each number of a sequencer is for one thread, once");

    sequencer.turn(0).close();
    waiter.join();
  }

  @TreadleTest
  void numbersBeginAtZero() {
    assertThatThrownBy(() -> sequencer.turn(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number must be at least 0, got -1");
  }

  @TreadleTest
  void anInterruptedWaiterBreaksTheSequencer(Simulation simulation) throws InterruptedException {
    var interrupted = Thread.startVirtualThread(() -> note(1));
    var later = Thread.startVirtualThread(() -> keepFailure(2));
    simulation.awaitBlocked();
    interrupted.interrupt();
    later.join();

    assertThat(failure)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "turn 2 cannot come: the sequencer is broken,"
                + " because turn 1 was interrupted while it waited to begin")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(order).isEmpty();
  }

  @TreadleTest
  void anInterruptCountsEvenIfTheTurnHasCome() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> sequencer.turn(0))
        .isInstanceOf(InterruptedException.class)
        .hasMessage("interrupted before turn 0");
    assertThat(Thread.interrupted()).isFalse();
  }

  @TreadleTest
  void aTurnTakenAfterTheBreakFailsAtOnce() {
    Thread.currentThread().interrupt();
    keepFailure(0);

    assertThatThrownBy(() -> sequencer.turn(1))
        .hasMessage(
            "turn 1 cannot come: the sequencer is broken,"
                + " because turn 0 was interrupted while it waited to begin")
        .hasCause(failure);
  }

  @TreadleTest
  void aFailedBodyBreaksTheSequencer(Simulation simulation) throws InterruptedException {
    var later = Thread.startVirtualThread(() -> keepFailure(1));
    simulation.awaitBlocked();
    var boom = new IOException("boom");

    assertThatThrownBy(() ->
            sequencer.turn(
                0,
                () -> {
                  throw boom;
                }))
        .isSameAs(boom);

    later.join();
    assertThat(failure)
        .hasMessage("turn 1 cannot come: the sequencer is broken, because turn 0 failed")
        .hasCause(boom);
  }

  @TreadleTest(explore = 500)
  void aFailureInAnyTurnLeavesNobodyWaiting(Simulation simulation) throws InterruptedException {
    var failing =
        Thread.startVirtualThread(() ->
            assertThatThrownBy(() -> sequencer.turn(1, () -> order.removeFirst())).isNotNull());
    var others = new ArrayList<Thread>();
    for (int number : List.of(3, 2, 0)) {
      others.add(Thread.startVirtualThread(() -> keepFailure(number)));
    }
    failing.join();
    for (var other : others) {
      other.join();
    }

    assertThat(failure).isInstanceOf(IllegalStateException.class);
  }

  @TreadleTest
  void theFirstReasonIsTheOneThatIsTold(Simulation simulation) throws InterruptedException {
    var waiters =
        List.of(
            Thread.startVirtualThread(() -> note(1)),
            Thread.startVirtualThread(() -> keepFailure(2)));
    simulation.awaitBlocked();
    waiters.forEach(Thread::interrupt);
    simulation.awaitBlocked();

    assertThatThrownBy(() -> sequencer.turn(3))
        .hasMessageEndingWith("because turn 1 was interrupted while it waited to begin");
  }

  private void note(int number) {
    try (var _ = sequencer.turn(number)) {
      order.add(number);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepFailure(int number) {
    try (var _ = sequencer.turn(number)) {
      Thread.yield();
    } catch (InterruptedException | IllegalStateException e) {
      failure = e;
    }
  }
}
