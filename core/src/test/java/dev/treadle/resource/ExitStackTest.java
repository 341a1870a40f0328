package dev.treadle.resource;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.SimulationFailure;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ExitStackTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new CopyOnWriteArrayList<>();

  private Resource<String> logged(String name) {
    return Resource.of(name, () -> name, value -> log.add(value));
  }

  // --- Closing

  @TreadleTest
  void whatCameLastIsClosedFirst() {
    try (var stack = ExitStack.open()) {
      assertThat(stack.enter(logged("a"))).isEqualTo("a");
      stack.add(() -> log.add("b"));
      stack.onExit(() -> log.add("c"));
      assertThat(stack).hasToString("exit stack (3 to close)");
    }

    assertThat(log).containsExactly("c", "b", "a");
  }

  @TreadleTest
  void closingItTwiceClosesEverythingOnce() {
    var stack = ExitStack.open();
    stack.enter(logged("a"));
    stack.close();
    stack.close();

    assertThat(log).containsExactly("a");
    assertThat(stack).hasToString("exit stack (closed)");
  }

  @TreadleTest
  void whateverFailsTheOthersAreClosedAndTheFirstFailureIsThrownWithTheOthers() {
    var stack = ExitStack.open();
    stack.enter(logged("a"));
    stack.onExit(() -> {
      throw new IOException("second");
    });
    stack.enter(logged("b"));
    stack.onExit(() -> {
      throw new IOException("first");
    });

    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(stack::close)
        .withMessage("could not close what onExit() was given: java.io.IOException: first")
        .satisfies(thrown ->
            assertThat(thrown.getSuppressed())
                .singleElement()
                .extracting(Throwable::getCause)
                .hasToString("java.io.IOException: second"));
    assertThat(log).containsExactly("b", "a");
  }

  @TreadleTest
  void anErrorIsThrownAsItself() {
    var stack = ExitStack.open();
    stack.enter(logged("a"));
    stack.onExit(() -> {
      throw new AssertionError("no");
    });

    assertThat(catchThrowable(stack::close)).isInstanceOf(AssertionError.class);
    assertThat(log).containsExactly("a");
  }

  @TreadleTest
  void whatCannotBeOpenedIsNotClosed() {
    try (var stack = ExitStack.open()) {
      stack.enter(logged("a"));
      var broken =
          logged("b")
              .map(_ -> {
                throw new IOException("no");
              });
      assertThat(catchThrowable(() -> stack.enter(broken))).isInstanceOf(ResourceException.class);
      assertThat(log).containsExactly("b");
    }

    assertThat(log).containsExactly("b", "a");
  }

  // --- Cancellation

  @TreadleTest
  void eachHasItsTimeToBeClosedAlsoInACancelledTask(Simulation simulation) {
    boolean ended =
        moveOnAfter(
            SECOND,
            () -> {
              try (var stack = ExitStack.open(Duration.ofSeconds(10))) {
                stack.onExit(() -> {
                  sleep(Duration.ofSeconds(9));
                  log.add("a");
                });
                stack.onExit(() -> {
                  sleep(Duration.ofSeconds(9));
                  log.add("b");
                });
                sleep(Duration.ofHours(1));
              }
            });

    assertThat(ended).isFalse();
    assertThat(log).containsExactly("b", "a");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(19));
  }

  @TreadleTest
  void whatTakesTooLongIsCancelledAndTheNextHasItsTime(Simulation simulation) {
    var stack = ExitStack.open(SECOND);
    stack.onExit(() -> log.add("a"));
    stack.onExit(() -> sleep(Duration.ofHours(1)));

    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(stack::close)
        .withMessageContaining("expected to end within PT1S");
    assertThat(log).containsExactly("a");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.resource", faults = 0.15)
  void whateverFailsOrIsCancelledAllThatIsOpenIsClosedOnce() {
    var server = new Server();
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var task =
              group.start(() -> {
                try (var stack = ExitStack.open()) {
                  for (int i = 0; i < 3; i++) {
                    stack.enter(server.connection());
                  }
                  Thread.yield();
                }
              });
          group.start(() -> task.cancel("enough"));
        });

    server.audit(3);
  }

  // --- Moving

  @TreadleTest
  void whatWasMovedIsClosedByItsNewStack() {
    ExitStack moved;
    try (var stack = ExitStack.open()) {
      stack.enter(logged("a"));
      stack.enter(logged("b"));
      moved = stack.moveAll();
    }
    assertThat(log).isEmpty();
    moved.close();

    assertThat(log).containsExactly("b", "a");
  }

  @TreadleTest
  void aStackCanBeUsedOnAfterItsThingsWereMoved() {
    var stack = ExitStack.open();
    stack.enter(logged("a"));
    var moved = stack.moveAll();
    stack.enter(logged("b"));
    stack.close();

    assertThat(log).containsExactly("b");
    moved.close();
  }

  // --- Mistakes

  @TreadleTest
  void aClosedStackTakesNothing() {
    var stack = ExitStack.open();
    stack.close();
    var message = "exit stack is closed: expected it to be used inside its try block";

    assertThatIllegalStateException()
        .isThrownBy(() -> stack.enter(logged("a")))
        .withMessage(message);
    assertThatIllegalStateException()
        .isThrownBy(() -> stack.add(() -> log.add("b")))
        .withMessage(message);
    assertThatIllegalStateException()
        .isThrownBy(() -> stack.onExit(() -> log.add("c")))
        .withMessage(message);
    assertThatIllegalStateException().isThrownBy(stack::moveAll).withMessage(message);
    assertThat(log).isEmpty();
  }

  @TreadleTest
  void aBoundIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExitStack.open(Duration.ZERO))
        .withMessage("bound: expected a duration above zero, found PT0S");
  }

  @Test
  void aStackThatIsNotClosedFailsASimulatedTest() {
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(() -> Simulation.run(_ -> ExitStack.open()))
        .withMessageContaining("exit stack");
  }
}
