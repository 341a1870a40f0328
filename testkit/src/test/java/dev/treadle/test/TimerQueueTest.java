package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

  private final TimerQueue timers = new TimerQueue();
  private final List<String> log = new ArrayList<>();

  @Test
  void timersFireInTheOrderOfTheirTimes() {
    arm(20, "late");
    arm(10, "early");

    fireAllDue(30);

    assertThat(log).containsExactly("early", "late");
  }

  @Test
  void timersOfOneInstantFireInTheOrderInWhichTheyWereArmed() {
    IntStream.range(0, 100).forEach(i -> arm(10, "" + i));

    fireAllDue(10);

    assertThat(log)
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
  }

  @Test
  void aTimerIsNotDueBeforeItsTime() {
    arm(10, "one");

    assertThat(timers.pollDue(9) == null).isTrue();
    assertThat(timers.pollDue(10) == null).isFalse();
  }

  @Test
  void aCancelledTimerIsNeitherSeenNorFired() {
    var one = add(10, "one");
    var two = add(20, "two");

    assertThat(one.cancel()).isTrue();

    assertThat(timers.peek() == two).isTrue();
    fireAllDue(30);
    assertThat(log).containsExactly("two");
  }

  @Test
  void cancellingTellsWhetherItPreventedTheAction() {
    var cancelled = add(10, "cancelled");
    var fired = add(10, "fired");

    assertThat(cancelled.cancel(false)).isTrue();
    assertThat(cancelled.cancel(false)).isFalse();
    fireAllDue(10);
    assertThat(fired.cancel(false)).isFalse();
    assertThat(fired.isDone()).isTrue();
    assertThat(fired.isCancelled()).isFalse();
  }

  @Test
  void aTimerMayCancelAnotherOfTheSameInstant() {
    var victim = new SimTimer[1];
    var _ = timers.add(10, () -> victim[0].cancel());
    victim[0] = add(10, "victim");

    fireAllDue(10);

    assertThat(log).isEmpty();
  }

  @Test
  void cancelledTimersDoNotPileUp() {
    arm(1, "first");
    for (int i = 0; i < 10_000; i++) {
      add(1_000_000, "timeout").cancel();
    }

    assertThat(timers.size()).isLessThan(200);
    fireAllDue(1_000_000);
    assertThat(log).containsExactly("first");
  }

  @Test
  void aPurgeKeepsTheTimersThatAreStillWanted() {
    IntStream.range(0, 1000)
        .mapToObj(i -> add(i, "" + i))
        .filter(t -> t.sequence % 10 != 0)
        .forEach(SimTimer::cancel);

    fireAllDue(1000);

    assertThat(log).hasSize(100).startsWith("0", "10", "20");
  }

  @Test
  void aTimerTellsItsDelayToNobody() {
    var timer = add(10, "timer");

    assertThatThrownBy(() -> timer.getDelay(TimeUnit.SECONDS))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("a virtual timer tells its delay to nobody");
  }

  private void arm(long due, String name) {
    var _ = add(due, name);
  }

  private SimTimer add(long due, String name) {
    return timers.add(due, () -> log.add(name));
  }

  private void fireAllDue(long nanos) {
    for (var due = timers.pollDue(nanos); due != null; due = timers.pollDue(nanos)) {
      due.fire();
    }
  }
}
