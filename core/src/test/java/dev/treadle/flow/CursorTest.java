package dev.treadle.flow;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Cancelled;
import dev.treadle.LogCapture;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.monitor.Lint;
import dev.treadle.test.RealTime;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A flow in the hands of its user: cursors and streams.
class CursorTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  @Test
  void aLoopGoesOverTheElements() {
    var spring = Spring.of(3);

    try (var cursor = spring.flow().map(number -> number * 2).open()) {
      for (int number : cursor) {
        log.add(number);
      }
    }

    assertThat(log).containsExactly(2, 4, 6);
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void aLoopThatIsLeftLosesNothing() {
    var spring = Spring.endless();

    try (var cursor = spring.flow().open()) {
      for (int number : cursor) {
        log.add(number);
        if (number == 2) {
          break;
        }
      }
      assertThat(spring.asked).hasValue(2);
      log.add(cursor.iterator().next());
    }

    assertThat(log).containsExactly(1, 2, 3);
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void everythingHappensInTheConsumersThread() {
    try (var cursor = Flow.of(1).map(_ -> Thread.currentThread()).batch(1).open()) {
      assertThat(cursor.iterator().next()).containsExactly(Thread.currentThread());
    }
  }

  @Test
  void whatHasEndedIsLetGoAtOnce() {
    var spring = Spring.of(1);

    try (var cursor = spring.flow().open()) {
      cursor.forEach(log::add);
      assertThat(spring.closed).hasValue(1);
      assertThat(cursor.iterator().hasNext()).isFalse();
      assertThatThrownBy(() -> cursor.iterator().next())
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("the flow has ended: expected hasNext() to be asked before next()");
    }
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void aClosedCursorTakesNoSteps() {
    var cursor = Flow.of(1).map(number -> number).open();
    cursor.close();
    cursor.close();

    assertThatThrownBy(() -> cursor.iterator().hasNext())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the cursor of flow of.map is closed: expected no more steps");
    assertThat(cursor).hasToString("cursor of flow of.map");
  }

  // --- Failures

  @Test
  void aStepThrowsWhatASinkWould() {
    var spring = Spring.of(3).failingAt(2);

    try (var cursor = spring.flow().open()) {
      assertThatThrownBy(() -> cursor.forEach(log::add))
          .isInstanceOf(TaskFailedException.class)
          .hasMessage("java.io.IOException: no 2");
    }
    assertThat(spring.closed).hasValue(1);
  }

  @TreadleTest
  void soDoesAStepBehindATask() {
    var spring = Spring.of(3).failingAt(2);

    Treadle.run(() -> {
      try (var cursor = spring.flow().buffer(2).open()) {
        assertThatThrownBy(() -> cursor.forEach(log::add))
            .isInstanceOf(TaskFailedException.class)
            .hasMessage("java.io.IOException: no 2");
      }
    });
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void whatCannotBeOpenedIsAFailure() {
    assertThatThrownBy(() ->
            Flow.lines(
                    () -> {
                      throw new IOException("locked");
                    })
                .open())
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: locked");
  }

  @TreadleTest
  void whatCannotBeClosedIsAFailure() {
    Treadle.run(() -> {
      for (var flow : List.of(closing(), closing().buffer(1))) {
        var cursor = flow.open();
        assertThat(cursor.iterator().next()).isEqualTo(1);

        assertThatThrownBy(cursor::close)
            .isInstanceOf(TaskFailedException.class)
            .hasMessage("java.io.IOException: cannot close");
      }
    });
  }

  private static Flow<Integer> closing() {
    return Spring.endless().failingToClose().flow();
  }

  // --- Tasks

  @TreadleTest
  void aFlowWithTasksIsOpenedInATask() {
    var flow = Spring.of(1).flow().buffer(1);

    assertThatThrownBy(flow::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "open(): expected a task, because this flow starts tasks of its own, found ")
        .hasMessageEndingWith("; forEach and the like work on any thread");
  }

  @TreadleTest
  void closingEndsTheTasks(Simulation simulation) {
    var spring = Spring.endless().every(Duration.ofHours(1));

    Treadle.run(() -> {
      try (var cursor = spring.flow().buffer(1).mapConcurrent(2, n -> n).open()) {
        assertThat(moveOnAfter(SECOND, () -> cursor.iterator().next())).isEmpty();
      }
      assertThat(spring.closed).hasValue(1);
    });
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void aStepThatIsGivenUpHasTakenNothing() {
    var spring = Spring.of(3).every(Duration.ofSeconds(10));

    Treadle.run(() -> {
      try (var cursor = spring.flow().prefetch().buffer(1).map(n -> n).open()) {
        var numbers = cursor.iterator();
        for (int step = 0; step < 100 && log.size() < 3; step++) {
          moveOnAfter(Duration.ofSeconds(3), () -> numbers.next()).ifPresent(log::add);
        }
      }
    });
    assertThat(log).containsExactly(1, 2, 3);
  }

  @TreadleTest
  void aCancelledConsumerEndsTheTasks(Simulation simulation) {
    var spring = Spring.endless().every(Duration.ofHours(1));

    TaskGroup.run(group -> {
      var consumer =
          group.start(() -> {
            try (var cursor = spring.flow().buffer(1).open()) {
              cursor.forEach(log::add);
            } catch (Cancelled cancelled) {
              log.add(cancelled.reason());
              throw cancelled;
            }
          });
      sleep(SECOND);
      consumer.cancel("enough");
    });

    assertThat(log).containsExactly("enough");
    assertThat(spring.closed).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 3_000, racePoints = "dev.treadle.flow.FlowCursor")
  void cancelledWheneverYouLikeACursorIsClosed() {
    var spring = Spring.of(4);

    TaskGroup.run(group -> {
      var consumer =
          group.start(() -> {
            try (var cursor = spring.flow().buffer(1).open()) {
              cursor.forEach(log::add);
            }
          });
      Treadle.checkpoint();
      consumer.cancel("enough");
    });

    assertThat(spring.closed).hasValue(spring.opened.get());
    assertThat(log).isSubsetOf(1, 2, 3, 4).doesNotHaveDuplicates().isSorted();
  }

  // --- Abandoned

  @Test
  void inASimulationAnAbandonedCursorFailsTheTest() {
    assertThatThrownBy(() -> Simulation.run(_ -> Spring.of(2).flow().open().iterator().next()))
        .hasMessageContaining("cursor of flow spring");
    Simulation.run(_ -> Spring.of(2).flow().open().close());
    Simulation.run(_ -> Spring.of(2).flow().open().forEach(_ -> {}));
  }

  @Test
  void theLintReportsAnAbandonedCursorAndAnAbandonedStream() throws Exception {
    try (var logged = LogCapture.begin()) {
      Lint.LEAKED_RESOURCE.enable(); // so that it says again what another test has heard
      abandon();

      RealTime.eventually(
          Duration.ofSeconds(60),
          () -> {
            System.gc();
            assertThat(logged.messages())
                .contains(
                    "cursor of flow spring.map was never closed;"
                        + " -Dtreadle.lint.leaked-resource.sites=on shows where it was opened",
                    "cursor of flow spring.peek was never closed;"
                        + " -Dtreadle.lint.leaked-resource.sites=on shows where it was opened");
          });
      assertThat(logged.messages()).noneMatch(message -> message.contains("spring.filter"));
    }
  }

  private void abandon() {
    log.add(Spring.of(2).flow().map(number -> number).open().iterator().next());
    log.add(Spring.of(2).flow().peek(log::add).toStream().iterator().next());
    try (var cursor = Spring.of(2).flow().filter(_ -> true).open()) {
      log.add(cursor.iterator().next());
    }
  }

  @Test
  void aTaskThatAbandonsACursorWithTasksFails() {
    assertThatThrownBy(() ->
            Simulation.run(_ ->
                TaskGroup.run(group ->
                    group.start(() -> Spring.of(2).flow().buffer(1).open().iterator().next()))))
        .hasMessageContaining("task group 'main/1/flow' is open still at the end of the block");
  }

  // --- Streams

  @Test
  void aFlowMayBeAStream() {
    var spring = Spring.endless();

    try (var stream = spring.flow().map(number -> number * 2).toStream()) {
      assertThat(stream.filter(number -> number > 4).limit(2)).containsExactly(6, 8);
    }

    assertThat(spring.asked).hasValue(4);
    assertThat(spring.closed).hasValue(1);
  }

  @TreadleTest
  void aStreamMayHaveTasksBehindIt() {
    var spring = Spring.endless();
    var taken = new ArrayList<Integer>();

    Treadle.run(() -> {
      try (var stream = spring.flow().buffer(2).toStream()) {
        stream.limit(3).forEach(taken::add);
      }
    });

    assertThat(taken).containsExactly(1, 2, 3);
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void inASimulationAnAbandonedStreamFailsTheTest() {
    assertThatThrownBy(() -> Simulation.run(_ -> Spring.of(2).flow().toStream().iterator().next()))
        .hasMessageContaining("cursor of flow spring");
  }

  @Test
  void aStreamThatWasReadToItsEndNeedNotBeClosed() {
    Simulation.run(_ -> assertThat(Spring.of(3).flow().toStream().count()).isEqualTo(3));
  }
}
