package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {

  private static final long BLOCK = 1024;
  private static final Comparator<Integer> BY_PARITY = Comparator.comparingInt(i -> i % 2);

  private final HandTurned owner = new HandTurned();
  private final TimerWheel wheel = new TimerWheel();
  private final List<Integer> fired = new ArrayList<>();

  @Test
  void anEmptyWheelHasNothingToDo() {
    wheel.advance(123);

    assertThat(wheel.nextTick()).isEqualTo(TimerWheel.NEVER);
    assertThat(wheel.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        BLOCK - 1,
        BLOCK,
        BLOCK + 1,
        BLOCK * BLOCK - 1,
        BLOCK * BLOCK,
        3 * BLOCK * BLOCK * BLOCK + 5 * BLOCK + 7,
        TimerWheel.LAST - 1,
        TimerWheel.LAST
      })
  void anActionFiresAtItsTickAndNotBefore(long tick) {
    add(1, tick);

    wheel.advance(tick - 1);
    assertThat(fired).isEmpty();

    wheel.advance(tick);
    assertThat(fired).containsExactly(1);
    assertThat(wheel.size()).isZero();
  }

  @Test
  void thereIsSomethingToDoNoLaterThanTheEarliestTick() {
    add(1, 5 * BLOCK + 3);
    add(2, 7 * BLOCK * BLOCK);

    assertThat(wheel.nextTick()).isEqualTo(5 * BLOCK);
    wheel.advance(5 * BLOCK);
    assertThat(wheel.nextTick()).isEqualTo(5 * BLOCK + 3);
    wheel.advance(5 * BLOCK + 3);
    assertThat(wheel.nextTick()).isEqualTo(7 * BLOCK * BLOCK);
  }

  @Test
  void aFarActionTakesOneStopALevel() {
    add(1, TimerWheel.LAST);

    int stops = 0;
    while (wheel.size() > 0) {
      wheel.advance(wheel.nextTick());
      stops++;
    }

    assertThat(stops).isEqualTo(5);
  }

  @Test
  void actionsOfOneTickFireInTheOrderInWhichTheyWereAddedWhicheverLevelTheyCameFrom() {
    long tick = 2 * BLOCK * BLOCK + 3 * BLOCK + 4;
    add(1, tick);
    add(2, tick);
    wheel.advance(2 * BLOCK * BLOCK);
    add(3, tick);
    add(4, tick);
    wheel.advance(2 * BLOCK * BLOCK + 3 * BLOCK);
    add(5, tick);

    wheel.advance(tick);

    assertThat(fired).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void actionsOfDifferentTicksFireByTick() {
    add(1, 30);
    add(2, 20 * BLOCK);
    add(3, 10);

    wheel.advance(30 * BLOCK);

    assertThat(fired).containsExactly(3, 1, 2);
  }

  @Test
  void anActionWhoseTickHasPassedIsDueAtOnce() {
    wheel.advance(1000);
    add(1, 3);

    assertThat(wheel.nextTick()).isEqualTo(1000);
    wheel.advance(1000);

    assertThat(fired).containsExactly(1);
  }

  @Test
  void aListIsAddedFromItsEnd() {
    var oldest = action(1, 7);
    var newest = action(2, 7);
    newest.next = oldest;

    wheel.addAll(newest);
    wheel.advance(7);

    assertThat(fired).containsExactly(1, 2);
  }

  @Test
  void timeNeverGoesBack() {
    wheel.advance(2000);
    wheel.advance(-1);
    add(1, 2000);

    wheel.advance(1999);
    assertThat(fired).isEmpty();
    wheel.advance(2000);
    assertThat(fired).containsExactly(1);
  }

  @Test
  void cancelledActionsLeaveWhenTheyAreAddedDescendFireOrAreSwept() {
    var added = action(1, 10);
    added.cancel();
    wheel.addAll(added);
    assertThat(wheel.takeDropped()).isEqualTo(1);

    add(2, 2 * BLOCK + 1).cancel();
    wheel.advance(2 * BLOCK);
    assertThat(wheel.takeDropped()).isEqualTo(1);

    add(3, 2 * BLOCK + 2).cancel();
    wheel.advance(2 * BLOCK + 2);
    assertThat(wheel.takeDropped()).isEqualTo(1);

    add(4, 9 * BLOCK).cancel();
    wheel.sweep();
    assertThat(wheel.takeDropped()).isEqualTo(1);
    assertThat(wheel.takeDropped()).isZero();

    assertThat(wheel.size()).isZero();
    assertThat(wheel.nextTick()).isEqualTo(TimerWheel.NEVER);
    assertThat(fired).isEmpty();
  }

  @Test
  void sweepingLeavesTheOthersInTheirOrder() {
    var actions = IntStream.range(0, 100).mapToObj(i -> add(i, 5 * BLOCK + i % 2)).toList();
    IntStream.range(0, 100).filter(i -> i % 3 == 0).forEach(i -> actions.get(i).cancel());

    wheel.sweep();

    assertThat(wheel.size()).isEqualTo(66);
    wheel.advance(6 * BLOCK);
    var expected =
        IntStream.range(0, 100).filter(i -> i % 3 != 0).boxed().sorted(BY_PARITY).toList();
    assertThat(fired).isEqualTo(expected);
  }

  @Test
  void anActionThatLeftRefersToNoOther() {
    var fires = add(1, 5);
    add(2, 5);
    var cancelled = add(3, 6);
    add(4, 6);
    cancelled.cancel();

    wheel.sweep();
    wheel.advance(5);

    assertThat(fires.next).isNull();
    assertThat(cancelled.next).isNull();
  }

  /// Random adds, cancels, sweeps and jumps of time, near and far, beside a sorted list.
  @RepeatedTest(200)
  void firesWhatASortedListWouldFire(RepetitionInfo repetition) {
    long seed = Long.getLong("fuzz.seed", repetition.getCurrentRepetition());
    var random = new Random(seed);
    var model = new ModelWheel();
    for (int i = 0; i < 300; i++) {
      step(random, model, i);

      assertThat(fired).as("seed %d, step %d", seed, i).isEqualTo(model.fired);
      assertThat(wheel.nextTick())
          .as("seed %d, step %d", seed, i)
          .isBetween(wheel.size() == 0 ? TimerWheel.NEVER : model.now, model.earliest());
    }
  }

  private void step(Random random, ModelWheel model, int number) {
    switch (random.nextInt(8)) {
      case 0 -> advance(model, model.now + jump(random));
      case 1 -> advance(model, Math.min(model.earliest(), TimerWheel.LAST));
      case 2 -> model.cancelOne(random);
      case 3 -> wheel.sweep();
      default -> {
        long tick = Math.clamp(model.now + jump(random) - 3, 0, TimerWheel.LAST);
        model.add(add(number, tick), number);
      }
    }
  }

  private void advance(ModelWheel model, long tick) {
    long now = Math.min(tick, TimerWheel.LAST);
    wheel.advance(now);
    model.advance(now);
  }

  // Of every order of magnitude alike.
  private static long jump(Random random) {
    return random.nextLong(1L << random.nextInt(1, 44));
  }

  private PendingAction add(int number, long tick) {
    var action = action(number, tick);
    wheel.addAll(action);
    return action;
  }

  private PendingAction action(int number, long tick) {
    return new PendingAction(owner, tick, () -> fired.add(number));
  }

  /// The contract of the wheel, in the plainest way.
  private static final class ModelWheel {

    private record Entry(PendingAction action, long tick, int number) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Integer> fired = new ArrayList<>();
    private long now;

    void add(PendingAction action, int number) {
      entries.add(new Entry(action, Math.max(action.tick, now), number));
    }

    void cancelOne(Random random) {
      if (!entries.isEmpty()) {
        entries.remove(random.nextInt(entries.size())).action.cancel();
      }
    }

    long earliest() {
      return entries.stream().mapToLong(Entry::tick).min().orElse(TimerWheel.NEVER);
    }

    void advance(long tick) {
      now = tick;
      // Stable: those of one tick stay in the order in which they were added.
      entries.stream()
          .filter(entry -> entry.tick <= tick)
          .sorted(Comparator.comparingLong(Entry::tick))
          .forEach(entry -> fired.add(entry.number));
      entries.removeIf(entry -> entry.tick <= tick);
    }
  }
}
