package dev.treadle.flow;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.LogCapture;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Operators that let the stages before them work in a task of its own.
class ApartTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // --- buffer

  @TreadleTest
  void aBufferLetsBothSidesWorkAtTheSameTime(Simulation simulation) {
    Spring.of(4).every(SECOND).flow().buffer(1).forEach(_ -> sleep(SECOND));

    // The source needs four seconds and one to see its end, the consumer one second more than four.
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
  }

  @TreadleTest
  void aBufferIsFilledAndNoMore(Simulation simulation) {
    var spring = Spring.endless();
    Treadle.run(() -> {
      try (var cursor = spring.flow().buffer(3).open()) {
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(4);
        assertThat(cursor.iterator().next()).isEqualTo(1);
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(5);
      }
    });
    assertThat(spring.closed).hasValue(1);
  }

  @TreadleTest
  void aFailureComesBehindWhatWasInTheBuffer() {
    var flow = Spring.of(5).failingAt(4).flow().buffer(10);

    assertThatThrownBy(() ->
            flow.forEach(number -> {
              sleep(SECOND);
              log.add(number);
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: no 4");
    assertThat(log).containsExactly(1, 2, 3);
  }

  @TreadleTest
  void aFailureDoesNotDisturbTheConsumerAtWork(Simulation simulation) {
    var flow = Spring.of(5).failingAt(2).flow().buffer(10);

    assertThatThrownBy(() ->
            flow.forEach(number -> {
              sleep(SECOND); // not cancelled, although the source has failed
              log.add(number);
            }))
        .isInstanceOf(TaskFailedException.class);
    assertThat(log).containsExactly(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void aFailureThatNobodyAskedForIsLogged() {
    try (var logged = LogCapture.begin()) {
      Spring.of(5).failingAt(3).flow().buffer(10).take(1).forEach(_ -> sleep(SECOND));

      assertThat(logged.messages())
          .containsExactly("buffer failed ahead of its consumer, which left before it came so far");
    }
  }

  @TreadleTest
  void buffersInARow() {
    assertThat(
            Spring.of(100)
                .flow()
                .buffer(2)
                .map(number -> number + 1)
                .buffer(3)
                .filter(number -> number % 2 == 0)
                .buffer(1)
                .toList())
        .hasSize(50)
        .isSorted();
  }

  @TreadleTest
  void cancellingTheConsumerCancelsTheWholeRow(Simulation simulation) {
    var spring = Spring.of(5).every(Duration.ofHours(1));
    TaskGroup.run(group -> {
      var consumer =
          group.start(() -> spring.flow().buffer(2).map(n -> n).prefetch().buffer(1).toList());
      sleep(SECOND);
      consumer.cancel("enough");
    });

    assertThat(spring.closed).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void aBufferWorksWithoutATaskAroundIt() {
    assertThat(Spring.of(3).flow().buffer(1).toList()).containsExactly(1, 2, 3);
  }

  @TreadleTest(realTime = true)
  void aBufferWorksInRealTime() {
    assertThat(
            Spring.of(100_000).flow().buffer(16).map(n -> n).buffer(1).reduce(0, (a, _) -> a + 1))
        .isEqualTo(100_000);
  }

  @TreadleTest(realTime = true)
  void platformThreadsMayBeConsumers() throws InterruptedException {
    var thread =
        Thread.ofPlatform()
            .start(() -> log.add(Spring.of(10_000).flow().buffer(8).toList().size()));
    thread.join();

    assertThat(log).containsExactly(10_000);
  }

  // --- prefetch

  @TreadleTest
  void prefetchIsOneElementAhead(Simulation simulation) {
    var spring = Spring.endless();
    Treadle.run(() -> {
      try (var cursor = spring.flow().prefetch().open()) {
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(1);
        assertThat(cursor.iterator().next()).isEqualTo(1);
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(2);
      }
    });
  }

  @TreadleTest
  void aBufferBehindItIsRoomForIt(Simulation simulation) {
    var spring = Spring.endless();
    Treadle.run(() -> {
      try (var _ = spring.flow().prefetch().buffer(2).open()) {
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(3);
      }
    });
  }

  // --- conflate

  @TreadleTest
  void aSlowConsumerGetsTheNewest() {
    Spring.of(10)
        .every(SECOND)
        .flow()
        .conflate()
        .forEach(number -> {
          log.add(number);
          sleep(Duration.ofMillis(3400));
        });

    assertThat(log).containsExactly(1, 4, 7, 10);
  }

  @TreadleTest
  void aFastConsumerGetsAll() {
    assertThat(Spring.of(3).every(SECOND).flow().conflate().toList()).containsExactly(1, 2, 3);
  }
}
