package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ShutdownTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Shutdown shutdown = new Shutdown();
  private final List<String> log = new CopyOnWriteArrayList<>();

  /// A program that this shutdown knows of.
  private void program(String name, Duration cleanup) {
    Treadle.run(() -> {
      var self = Objects.requireNonNull(Strand.currentOrNull());
      shutdown.add(self);
      try {
        sleep(HOUR);
      } catch (Cancelled cancelled) {
        log.add(name + ": " + cancelled.reason());
      } finally {
        Treadle.shield(HOUR, () -> sleep(cleanup));
        log.add(name + " cleaned up");
        shutdown.remove(self);
      }
    });
  }

  @TreadleTest(explore = 10_000)
  void everyProgramIsCancelledAndAwaited() throws InterruptedException {
    var one = Thread.startVirtualThread(() -> program("one", SECOND));
    var two = Thread.startVirtualThread(() -> program("two", SECOND.multipliedBy(3)));
    sleep(SECOND);

    shutdown.run("the JVM received SIGTEST");

    assertThat(log)
        .startsWith(log.getFirst())
        .containsExactlyInAnyOrder(
            "one: the JVM received SIGTEST",
            "two: the JVM received SIGTEST",
            "one cleaned up",
            "two cleaned up");
    one.join();
    two.join();
  }

  @TreadleTest(explore = 10_000)
  void aProgramThatBeginsMeanwhileIsEitherAwaitedOrRefused() throws InterruptedException {
    var program =
        Thread.startVirtualThread(() -> {
          try {
            program("late", SECOND);
          } catch (Cancelled refused) {
            log.add("refused: " + refused.reason());
          }
        });

    shutdown.run("closing");

    assertThat(shutdown.running()).isEmpty();
    program.join();
    assertThat(log).isIn(List.of("refused: closing"), List.of("late: closing", "late cleaned up"));
  }

  @TreadleTest
  void withoutProgramsNothingIsAwaited() throws InterruptedException {
    shutdown.run("closing");

    assertThat(shutdown.running()).isEmpty();
  }

  @TreadleTest
  void noProgramBeginsAfterwards() throws InterruptedException {
    shutdown.run("closing");

    assertThatExceptionOfType(Cancelled.class)
        .isThrownBy(() -> program("late", SECOND))
        .withMessage("closing (the program was cancelled by the JVM)");
  }

  @Test
  void theJvmsKeepsNothingOfAProgramThatHasEnded() {
    Treadle.run(() -> assertThat(Shutdown.OF_JVM.running()).hasSize(1));

    assertThat(Shutdown.OF_JVM.running()).isEmpty();
  }

  @Test
  void aFailedProgramIsNotKeptEither() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            Treadle.run(() -> {
              throw new IllegalStateException("failed");
            }));

    assertThat(Shutdown.OF_JVM.running()).isEmpty();
  }
}
