package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

class MainTaskTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<String> log = new CopyOnWriteArrayList<>();

  @TreadleTest
  void aProgramRunsOnAVirtualThreadNamedMainAndItsValueIsReturned() {
    var name = Treadle.run(() -> Thread.currentThread().getName());

    assertThat(name).isEqualTo("main");
  }

  @TreadleTest
  void itsFailureIsThrownAsItself() {
    var failure = new IOException("no such file");

    assertThatThrownBy(() ->
            Treadle.run(() -> {
              throw failure;
            }))
        .isSameAs(failure);
  }

  @TreadleTest(explore = 10_000)
  void anInterruptOfTheCallerCancelsTheProgramAndIsSetAgain() throws InterruptedException {
    var caller =
        Thread.startVirtualThread(() -> {
          try {
            Treadle.run(() -> cleanSlowly());
          } catch (Cancelled cancelled) {
            log.add(cancelled.reason() + ", flag " + Thread.currentThread().isInterrupted());
          }
        });
    sleep(SECOND);

    caller.interrupt();
    caller.join();

    assertThat(log).containsExactly("cleaned", "interrupted, flag true");
  }

  private void cleanSlowly() {
    try {
      sleep(HOUR);
    } finally {
      Treadle.shield(HOUR, () -> sleep(SECOND));
      log.add("cleaned");
    }
  }

  @TreadleTest(explore = 10_000)
  void aCallerThatIsInterruptedAlreadyCancelsTheProgramAtItsFirstWait() throws Exception {
    var caller =
        Thread.startVirtualThread(() -> {
          Thread.currentThread().interrupt();
          try {
            Treadle.run(() -> sleep(HOUR));
          } catch (Cancelled cancelled) {
            log.add("cancelled, flag " + Thread.currentThread().isInterrupted());
          }
        });

    caller.join();

    assertThat(log).containsExactly("cancelled, flag true");
  }

  @TreadleTest(explore = 10_000)
  void aValueObtainedInSpiteOfAnInterruptIsReturned() throws InterruptedException {
    var caller =
        Thread.startVirtualThread(() -> {
          log.add(
              Treadle.run(() -> {
                Treadle.shield(HOUR, () -> sleep(SECOND.multipliedBy(2)));
                return "value";
              }));
          log.add("flag " + Thread.currentThread().isInterrupted());
        });
    sleep(SECOND);

    caller.interrupt();
    caller.join();

    assertThat(log).containsExactly("value", "flag true");
  }

  @TreadleTest(explore = 10_000)
  void aRawInterruptedExceptionOfACancelledProgramCountsAsCancelled() throws InterruptedException {
    var caller =
        Thread.startVirtualThread(() -> {
          try {
            Treadle.run(() -> Thread.sleep(HOUR));
          } catch (Cancelled | InterruptedException thrown) {
            log.add(
                thrown.getClass().getSimpleName()
                    + " of "
                    + Objects.requireNonNull(thrown.getCause()).getClass());
          }
        });
    sleep(SECOND);

    caller.interrupt();
    caller.join();

    assertThat(log).containsExactly("Cancelled of " + InterruptedException.class);
  }

  @TreadleTest
  void aDeadlineOnTheProgramIsATimeout() {
    assertThatExceptionOfType(TaskTimeoutException.class)
        .isThrownBy(() ->
            Treadle.run(() -> {
              CancelScope.current().deadline(Deadline.in(SECOND));
              sleep(HOUR);
            }))
        .withMessage("the program: expected to end before its deadline, and did not");
  }

  @TreadleTest
  void aGroupLeftOpenFailsTheProgram() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Treadle.run(() -> TaskGroup.open()))
        .withMessageContaining("is open still at the end of the block it was opened in");
  }

  @TreadleTest
  void insideATaskItIsABlockOnTheSameThread() {
    Treadle.run(() -> {
      var outer = Thread.currentThread();
      Treadle.run(() -> assertThat(Thread.currentThread()).isSameAs(outer));
    });
  }

  @TreadleTest
  void whatIsCancelledInsideATaskIsTheInnerProgramAlone() {
    Treadle.run(() -> {
      assertThatExceptionOfType(TaskFailedException.class)
          .isThrownBy(() -> Treadle.run(() -> cancelAndWait()))
          .withCauseInstanceOf(Cancelled.class);
      sleep(SECOND);
      log.add("went on");
    });

    assertThat(log).containsExactly("went on");
  }

  private static void cancelAndWait() {
    CancelScope.current().cancel("only the inner");
    sleep(HOUR);
  }

  @TreadleTest
  void nothingOfAProgramIsKeptAfterItsEnd() {
    var roots = Roots.all().size();

    Treadle.run(() -> assertThat(Roots.all()).hasSize(roots + 1));

    assertThat(Roots.all()).hasSize(roots);
  }

  @TreadleTest
  void tasksOfAProgramHavePathsWithoutItsName() {
    var path = new CopyOnWriteArrayList<String>();

    Treadle.run(() -> TaskGroup.run(group -> path.add(group.start("one", () -> {}).path())));

    assertThat(path).containsExactly("one");
  }
}
