package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

  private static final long FAR = 1_000_000_000;

  private final HandTurned queue = new HandTurned();
  private final List<String> ran = new ArrayList<>();

  @Test
  void anIdleQueueWantsNoTurn() {
    assertThat(queue.wakeTick()).isEqualTo(TimerWheel.NEVER);

    queue.turn(5);

    assertThat(queue.wakeTick()).isEqualTo(TimerWheel.NEVER);
    assertThat(queue.wakes).isZero();
  }

  @Test
  void onlyATimerEarlierThanThePlannedTurnWakes() {
    queue.arm(100, TimerQueueTest::nothing);
    assertThat(queue.wakes).isEqualTo(1);

    queue.arm(100, TimerQueueTest::nothing);
    queue.arm(101, TimerQueueTest::nothing);
    assertThat(queue.wakes).isEqualTo(1);

    queue.arm(99, TimerQueueTest::nothing);
    assertThat(queue.wakes).isEqualTo(2);
    assertThat(queue.wakeTick()).isEqualTo(99);
  }

  @Test
  void afterATurnTheNextOneIsDueWithTheEarliestTimerLeft() {
    queue.arm(10, TimerQueueTest::nothing);
    queue.arm(20, TimerQueueTest::nothing);

    queue.turn(10);

    assertThat(queue.wakeTick()).isEqualTo(20);
    queue.turn(20);
    assertThat(queue.wakeTick()).isEqualTo(TimerWheel.NEVER);
  }

  @Test
  void aTimerArmedByAnActionIsSeenByTheNextTurn() {
    queue.arm(10, () -> queue.arm(5, () -> ran.add("armed by it")));
    queue.arm(50, TimerQueueTest::nothing);

    queue.turn(10);

    assertThat(queue.wakeTick()).isEqualTo(5);
    queue.turn(11);
    assertThat(ran).containsExactly("armed by it");
  }

  @Test
  void timersOfOneTickFireInTheOrderOfArming() {
    Stream.of("a", "b", "c").forEach(name -> queue.arm(7, () -> ran.add(name)));

    queue.turn(7);

    assertThat(ran).containsExactly("a", "b", "c");
  }

  @Test
  void aLateTurnFiresByTick() {
    queue.arm(10, () -> ran.add("10"));
    queue.turn(3);
    queue.arm(30, () -> ran.add("30"));
    queue.arm(20, () -> ran.add("20"));

    queue.turn(5000);

    assertThat(ran).containsExactly("10", "20", "30");
  }

  @Test
  void theNewestTimerIsGoneWhenItIsCancelled() {
    var first = queue.arm(10, TimerQueueTest::nothing);
    var second = queue.arm(20, TimerQueueTest::nothing);

    assertThat(second.cancel()).isTrue();
    assertThat(second.next).isNull();
    assertThat(first.cancel()).isTrue();
    var third = queue.arm(30, TimerQueueTest::nothing);

    assertThat(third.next).isNull();
  }

  @Test
  void aCancelledTimerHoldsNoActionWhereverItIs() {
    var popped = queue.arm(20, TimerQueueTest::nothing);
    popped.cancel();
    var inWheel = queue.arm(FAR, TimerQueueTest::nothing);
    var buried = queue.arm(FAR, TimerQueueTest::nothing);
    queue.turn(20);
    inWheel.cancel();
    queue.arm(FAR, TimerQueueTest::nothing);
    buried.cancel();

    assertThat(List.of(popped, inWheel, buried)).allMatch(timer -> timer.get() == null);
  }

  @Test
  void aFiredTimerHoldsNoAction() {
    var timer = queue.arm(20, TimerQueueTest::nothing);

    queue.turn(20);

    assertThat(timer.get()).isNull();
    assertThat(timer.cancel()).isFalse();
  }

  @Test
  void aTurnPlannedForACancelledTimerFindsNothing() {
    queue.arm(20, () -> ran.add("cancelled")).cancel();

    queue.turn(20);

    assertThat(ran).isEmpty();
    assertThat(queue.wakeTick()).isEqualTo(TimerWheel.NEVER);
  }

  @Test
  void aTimerCancelledByAnActionOfItsOwnTickDoesNotFire() {
    var later = new ArrayList<World.Timer>();
    queue.arm(20, () -> assertThat(later.getFirst().cancel()).isTrue());
    later.add(queue.arm(20, () -> ran.add("cancelled")));

    queue.turn(20);

    assertThat(ran).isEmpty();
  }

  @Test
  void cancellingOneTimerAfterAnotherNeverAsksForATurn() {
    queue.arm(FAR, TimerQueueTest::nothing);

    IntStream.range(0, 100_000).forEach(_ -> queue.arm(FAR, TimerQueueTest::nothing).cancel());

    assertThat(queue.wakes).isEqualTo(1);
    assertThat(queue.wakeTick()).isEqualTo(FAR);
  }

  @Test
  void tooManyCancelledTimersAskForATurnThatLetsThemGo() {
    var timers = armed(TimerQueue.TOLERATED + 2);
    timers.subList(0, TimerQueue.TOLERATED).forEach(World.Timer::cancel);
    assertThat(queue.wakeTick()).isEqualTo(FAR);

    timers.get(TimerQueue.TOLERATED).cancel();
    assertThat(queue.wakeTick()).isZero();
    queue.turn(0);

    assertThat(timers.getLast().next).isNull();
    assertThat(timers.getFirst().next).isNull();
    assertThat(queue.wakeTick()).isBetween(1L, FAR);
  }

  @Test
  void cancelledTimersInTheWheelAreSweptToo() {
    var timers = armed(3 * TimerQueue.TOLERATED);
    queue.turn(1);
    long before = queue.wakeTick();

    // Half of those pending are tolerated besides.
    timers.subList(0, timers.size() - 1).forEach(World.Timer::cancel);
    assertThat(queue.wakeTick()).isZero();
    queue.turn(2);

    assertThat(timers.getLast().next).isNull();
    assertThat(queue.wakeTick()).isEqualTo(before);
    assertThat(queue.wakes).isEqualTo(2);
  }

  private static void nothing() {}

  private List<PendingAction> armed(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> queue.arm(FAR, TimerQueueTest::nothing))
        .toList();
  }

  /// Random timers, some cancelled, and a ticker that takes each turn when it is due: nothing is
  /// early, late or lost.
  @RepeatedTest(100)
  void everyTimerFiresAtItsTickOrIsCancelled(RepetitionInfo repetition) {
    long seed = Long.getLong("fuzz.seed", repetition.getCurrentRepetition());
    var random = new Random(seed);
    var pending = new ArrayList<Long>();
    var fired = new ArrayList<Long>();
    long now = 0;
    for (int i = 0; i < 300; i++) {
      long tick = now + 1 + random.nextLong(1L << random.nextInt(1, 40));
      var timer = queue.arm(tick, () -> fired.add(tick));
      if (random.nextInt(3) > 0) {
        pending.add(tick);
      } else {
        assertThat(timer.cancel()).as("seed %d, step %d", seed, i).isTrue();
      }

      long until = now += random.nextLong(1L << random.nextInt(1, 30));
      queue.turnUntil(until);

      assertThat(fired)
          .as("seed %d, step %d", seed, i)
          .isEqualTo(pending.stream().filter(due -> due <= until).sorted().toList());
    }
  }
}
