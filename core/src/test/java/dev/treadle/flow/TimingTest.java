package dev.treadle.flow;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskFailedException;
import dev.treadle.TaskTimeoutException;
import dev.treadle.Treadle;
import dev.treadle.channel.Channel;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/// Operators in which time plays a part.
class TimingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private @Nullable Simulation simulation;

  @BeforeEach
  void takeHold(Simulation simulation) {
    this.simulation = simulation;
  }

  private static Duration millis(int count) {
    return Duration.ofMillis(count);
  }

  /// Emits 1, 2, ... after these pauses.
  private static Flow<Integer> after(int... pauses) {
    return Flow.generate(emit -> emitAfter(emit, pauses));
  }

  private static void emitAfter(Consumer<Integer> emit, int... pauses) {
    for (int i = 0; i < pauses.length; i++) {
      sleep(millis(pauses[i]));
      emit.accept(i + 1);
    }
  }

  private void logWithTime(Object element) {
    log.add(element + " at " + simulation.clock().elapsed().toMillis());
  }

  // --- throttle

  @TreadleTest
  void throttleLetsSoManyThroughInATime() {
    Spring.of(5).flow().throttle(2, SECOND).forEach(this::logWithTime);

    assertThat(log).containsExactly("1 at 0", "2 at 0", "3 at 1000", "4 at 1000", "5 at 2000");
  }

  @TreadleTest
  void throttleAsksForNoMoreThanItLetsThrough() {
    var spring = Spring.endless();

    spring.flow().throttle(1, SECOND).take(3).forEach(this::logWithTime);

    assertThat(spring.asked).hasValue(3);
  }

  // --- debounce

  @TreadleTest
  void debounceWaitsForQuiet() {
    after(0, 50, 50, 500, 10).debounce(millis(100)).forEach(this::logWithTime);

    assertThat(log).containsExactly("3 at 200", "5 at 610");
  }

  @TreadleTest
  void whatWasQuietWhileTheConsumerWorkedComesAtOnce() {
    after(0, 250)
        .debounce(millis(100))
        .forEach(number -> {
          logWithTime(number);
          sleep(SECOND);
        });

    assertThat(log).containsExactly("1 at 100", "2 at 1100");
  }

  // --- sample

  @TreadleTest
  void sampleTakesTheNewestOfEachPeriod() {
    after(10, 10, 10, 100, 250, 10).sample(millis(100)).forEach(this::logWithTime);

    assertThat(log).containsExactly("3 at 100", "4 at 200", "6 at 390");
  }

  // --- timeoutEach

  @TreadleTest
  void anElementThatDoesNotComeInTimeIsAFailure() {
    var flow = after(100, 300).timeoutEach(millis(200));

    assertThatThrownBy(() -> flow.forEach(this::logWithTime))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(TaskTimeoutException.class);
    assertThat(log).containsExactly("1 at 100");
    assertThat(simulation.clock().elapsed()).isEqualTo(millis(300));
  }

  @TreadleTest
  void theConsumersTimeDoesNotCount() {
    Spring.of(2).flow().timeoutEach(millis(200)).forEach(_ -> sleep(SECOND));

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  // --- batch

  @TreadleTest
  void aFullBatchComesAtOnce() {
    after(0, 10, 10, 10, 10).batch(2, SECOND).forEach(this::logWithTime);

    assertThat(log).containsExactly("[1, 2] at 10", "[3, 4] at 30", "[5] at 40");
  }

  @TreadleTest
  void anElementWaitsForOthersNoLongerThanItMay() {
    after(50, 10, 500, 10, 10).batch(3, millis(100)).forEach(this::logWithTime);

    assertThat(log).containsExactly("[1, 2] at 150", "[3, 4, 5] at 580");
  }

  @TreadleTest
  void whatWaitedWhileTheConsumerWorkedComesAtOnce() {
    after(0, 10, 10, 600)
        .batch(2, millis(100))
        .forEach(batch -> {
          logWithTime(batch);
          sleep(millis(300));
        });

    assertThat(log).containsExactly("[1, 2] at 10", "[3] at 310", "[4] at 620");
  }

  @TreadleTest
  void whileABatchIsUsedTheNextIsCollectedAndNoMore() {
    var spring = Spring.endless();
    Treadle.run(() -> {
      try (var cursor = spring.flow().batch(3, SECOND).open()) {
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(4);
        assertThat(cursor.iterator().next()).containsExactly(1, 2, 3);
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(7);
      }
    });
  }

  @TreadleTest
  void anElementComesOnceAlsoIfAStepIsGivenUp() {
    var channel = Channel.<Integer>unbounded();
    channel.send(1);
    Treadle.run(() -> {
      try (var cursor = Flow.fromChannel(channel).batch(2, Duration.ofHours(1)).open()) {
        var batches = cursor.iterator();
        assertThat(Treadle.moveOnAfter(SECOND, () -> batches.next())).isEmpty();
        channel.send(2);
        assertThat(batches.next()).containsExactly(1, 2);
      }
    });
  }

  @TreadleTest
  void aWaitMayBeTooLongForAnything() {
    assertThat(after(0, 10).batch(5, Duration.ofSeconds(Long.MAX_VALUE)).toList())
        .containsExactly(List.of(1, 2));
  }
}
