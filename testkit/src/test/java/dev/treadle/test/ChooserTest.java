package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChooserTest {

  private final ReadyQueue ready = new ReadyQueue();

  @Test
  void fifoTakesTheFirstAndNeverForcesASwitch() {
    var fifo = new FifoChooser();
    addTasks(fifo, 3);

    assertThat(fifo.choose(ready, 3)).isZero();
    assertThat(fifo.preempts(ready.get(1), ready)).isFalse();
  }

  @Test
  void randomTakesEveryTaskAboutEquallyOften() {
    var random = new RandomChooser(new SeededRandom(1));

    var counts = new int[4];
    IntStream.range(0, 4000).forEach(_ -> counts[random.choose(ready, 4)]++);

    assertThat(IntStream.of(counts)).allMatch(count -> count > 900 && count < 1100);
  }

  @Test
  void randomForcesASwitchOnceInFour() {
    var random = new RandomChooser(new SeededRandom(1));
    addTasks(random, 2);

    var forced = IntStream.range(0, 4000).filter(_ -> random.preempts(ready.get(0), ready)).count();

    assertThat(forced).isBetween(900L, 1100L);
  }

  @Test
  void pctRunsTheHighestPriority() {
    var pct = new PctChooser(new SeededRandom(1), 1);
    addTasks(pct, 3);
    ready.get(1).priority = Long.MAX_VALUE;

    assertThat(pct.choose(ready, 3)).isEqualTo(1);
    assertThat(pct.preempts(ready.get(0), ready)).isTrue();
    assertThat(pct.preempts(ready.get(1), ready)).isFalse();
  }

  @Test
  void pctPutsATaskThatYieldsBelowAllOthers() {
    var pct = new PctChooser(new SeededRandom(1), 1);
    addTasks(pct, 3);
    var highest = ready.get(pct.choose(ready, 3));

    pct.yielded(highest);

    assertThat(ready.get(pct.choose(ready, 3))).isNotSameAs(highest);
    assertThat(highest.priority).isNegative();
  }

  @Test
  void pctLowersTheRunningTaskOnceForEachChangePoint() {
    var pct = new PctChooser(new SeededRandom(1), 4);
    addTasks(pct, 1);
    var running = ready.get(0);

    var seen = new HashSet<Long>();
    for (int i = 0; i < 20_000; i++) {
      pct.preempts(running, ready);
      seen.add(running.priority);
    }

    assertThat(seen).hasSize(4); // its first one, and three lowered ones
  }

  @Test
  void dfsWalksEveryPathOnceAndSaysWhenItIsDone() {
    var dfs = new DfsChooser(0);
    var paths = new ArrayList<List<Integer>>();

    while (!dfs.isExhausted()) {
      paths.add(List.of(dfs.choose(ready, 2), dfs.choose(ready, 3)));
      dfs.advance();
    }

    assertThat(paths).hasSize(6).doesNotHaveDuplicates();
    assertThat(paths).startsWith(List.of(0, 0), List.of(0, 1), List.of(0, 2), List.of(1, 0));
  }

  @Test
  void dfsFollowsATreeWhoseBranchesDifferInDepth() {
    var dfs = new DfsChooser(0);
    Set<String> paths = new HashSet<>();

    while (!dfs.isExhausted()) {
      int first = dfs.choose(ready, 2);
      paths.add(first == 0 ? "0" : "1" + dfs.choose(ready, 2));
      dfs.advance();
    }

    assertThat(paths).containsExactlyInAnyOrder("0", "10", "11");
  }

  @Test
  void dfsForcesAtMostSoManySwitches() {
    var dfs = new DfsChooser(2);
    var forced = new ArrayList<Integer>();

    while (!dfs.isExhausted()) {
      addTasks(dfs, 1);
      forced.add(
          (int) IntStream.range(0, 5).filter(_ -> dfs.preempts(ready.get(0), ready)).count());
      dfs.advance();
    }

    assertThat(forced).hasSize(1 + 5 + 10).allMatch(count -> count <= 2);
  }

  @Test
  void replayRepeatsWhatWasRecordedThenGoesOnInOrder() {
    var replay = new ReplayChooser(new ChoiceLog(2, 1, 0));

    assertThat(replay.choose(ready, 3)).isEqualTo(2);
    assertThat(replay.preempts(task(), ready)).isTrue();
    assertThat(replay.preempts(task(), ready)).isFalse();
    assertThat(replay.choose(ready, 9)).isZero();
  }

  @Test
  void replaySaysWhenFewerThreadsAreReadyThanWereRecorded() {
    var replay = new ReplayChooser(new ChoiceLog(0, 2));
    replay.choose(ready, 3);

    assertThatThrownBy(() -> replay.choose(ready, 2))
        .isInstanceOf(SimulationFailure.class)
        .hasMessage(
            "the schedule token does not fit this run: choice 1 is 2, but only 2 threads are ready; the code or the"
                + " test changed since it was recorded, or the run depends on something outside the simulation");
  }

  @Test
  void replaySaysWhenASwitchPointMeetsAChoiceOfThread() {
    var replay = new ReplayChooser(new ChoiceLog(3));

    assertThatThrownBy(() -> replay.preempts(task(), ready))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith(
            "the schedule token does not fit this run: choice 0 is 3, but a switch point has only 0 and 1; ");
  }

  private void addTasks(Chooser chooser, int count) {
    for (int i = 0; i < count; i++) {
      var task = task();
      chooser.adopted(task);
      ready.add(task);
    }
  }

  private static SimTask task() {
    return new SimTask(1, Thread.ofVirtual().unstarted(() -> {}), () -> {}, null);
  }
}
