package dev.treadle.flow;

import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Cancelled;
import dev.treadle.Context;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

class GeneratorTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ScopedValue<String> USER = ScopedValue.newInstance();

  private final List<Object> log = new CopyOnWriteArrayList<>();

  private void emitAndLog(Consumer<Integer> emit) {
    for (int i = 1; i <= 3; i++) {
      log.add("making " + i);
      emit.accept(i);
    }
  }

  @TreadleTest
  void whatIsEmittedComes() {
    assertThat(Flow.generate(this::emitAndLog).toList()).containsExactly(1, 2, 3);
  }

  @TreadleTest
  void itRunsInATaskOfItsOwn() {
    Flow.generate(emit -> emit.accept(Thread.currentThread()))
        .forEach(thread -> assertThat(thread).isNotEqualTo(Thread.currentThread()));
  }

  @TreadleTest
  void itIsNeverMoreThanOneElementAhead() {
    Flow.generate(this::emitAndLog)
        .forEach(element -> {
          sleep(SECOND);
          log.add("used " + element);
        });

    assertThat(log)
        .containsExactly("making 1", "making 2", "used 1", "making 3", "used 2", "used 3");
  }

  @TreadleTest
  void withABufferItIsThatManyAhead(Simulation simulation) {
    Treadle.run(() -> {
      try (var cursor = Flow.generate(this::emitAndLog).buffer(1).open()) {
        simulation.awaitBlocked();
        assertThat(log).containsExactly("making 1", "making 2");
        assertThat(cursor.iterator().next()).isEqualTo(1);
        simulation.awaitBlocked();
        assertThat(log).hasSize(3);
      }
    });
  }

  @TreadleTest
  void itSeesValuesOfTheContext() {
    var flow = Flow.<String>generate(emit -> emit.accept(USER.get()));

    assertThat(Context.where(USER, "ann").call(flow::toList)).containsExactly("ann");
  }

  @TreadleTest
  void severalTasksOfItMayEmit() {
    var flow =
        Flow.<Integer>generate(emit ->
            TaskGroup.run(group -> {
              group.start(() -> emit.accept(1));
              group.start(() -> emit.accept(2));
            }));

    assertThat(flow.toList()).containsExactlyInAnyOrder(1, 2);
  }

  @TreadleTest
  void whatItThrowsComesBehindWhatItEmitted() {
    var flow =
        Flow.<Integer>generate(emit -> {
          emit.accept(1);
          throw new IOException("broken");
        });

    assertThatThrownBy(() -> flow.forEach(log::add))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: broken");
    assertThat(log).containsExactly(1);
  }

  // --- The consumer leaves

  @TreadleTest
  void itEndsWhenTheConsumerStops(Simulation simulation) {
    var flow =
        Flow.<Integer>generate(emit -> {
          try {
            for (int i = 1; ; i++) {
              emit.accept(i);
            }
          } catch (Cancelled cancelled) {
            log.add(cancelled.reason());
            throw cancelled;
          } finally {
            shield(SECOND, () -> sleep(SECOND));
            log.add("cleaned up");
          }
        });

    assertThat(flow.take(2).toList()).containsExactly(1, 2);
    assertThat(log).containsExactly("its consumer has left", "cleaned up");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void itEndsInTheMiddleOfAWaitOfTheJdk(Simulation simulation) {
    var flow =
        Flow.<Integer>generate(emit -> {
          emit.accept(1);
          Thread.sleep(Duration.ofHours(1));
        });

    assertThat(flow.first()).contains(1);
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void toEmitAfterTheConsumerLeftIsAnError() {
    var flow =
        Flow.<Integer>generate(emit -> {
          try {
            emit.accept(1);
            emit.accept(2);
          } finally {
            shield(SECOND, () -> emitLate(emit));
          }
        });

    assertThat(flow.first()).contains(1);
    assertThat(log)
        .containsExactly(
            "emit: the consumer of this generator has left: expected no more elements, and"
                + " Cancelled, thrown by the first wait after it left, to be let through");
  }

  private void emitLate(Consumer<Integer> emit) {
    try {
      emit.accept(3);
    } catch (IllegalStateException late) {
      log.add(late.getMessage());
    }
  }

  @TreadleTest
  void whoSwallowsTheCancellationMeetsItAgain() {
    var flow =
        Flow.<Integer>generate(emit -> {
          for (int i = 0; i < 3; i++) {
            try {
              emit.accept(i);
            } catch (Cancelled cancelled) {
              log.add("again");
            }
          }
        });

    assertThat(flow.first()).contains(0);
    assertThat(log).containsExactly("again", "again");
  }

  @TreadleTest
  void toEmitAfterItHasReturnedIsAnError() {
    var kept = new AtomicReference<Consumer<Integer>>();

    assertThat(Flow.<Integer>generate(kept::set).toList()).isEmpty();
    emitLate(kept.get());

    assertThat(log.getFirst().toString()).startsWith("emit: ");
  }

  @TreadleTest
  void whileTheConsumerIsThereToo(Simulation simulation) {
    var kept = new AtomicReference<Consumer<Integer>>();
    Treadle.run(() -> {
      try (var cursor = Flow.<Integer>generate(kept::set).open()) {
        simulation.awaitBlocked();
        emitLate(kept.get());
        assertThat(cursor.iterator().hasNext()).isFalse();
      }
    });

    assertThat(log)
        .containsExactly("emit: the generator has ended: expected all elements before it returned");
  }

  @TreadleTest
  void aGeneratorMayBeRunAgain() {
    var runs = new int[1];
    var flow =
        Flow.<Integer>generate(emit -> {
          runs[0]++;
          emit.accept(runs[0]);
          if (runs[0] == 1) {
            throw new IOException("once");
          }
        });

    assertThat(flow.retry(2).toList()).containsExactly(1, 2);
  }
}
