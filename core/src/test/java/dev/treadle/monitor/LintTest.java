package dev.treadle.monitor;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.Treadle;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class LintTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  private Findings findings = Findings.begin();

  @BeforeEach
  void listen() {
    findings.close();
    findings = Findings.begin();
  }

  @AfterEach
  void listenNoMore() {
    findings.close();
  }

  // --- Swallowed cancellation

  @TreadleTest
  void aSwallowedCancellationIsReportedWithBothPlaces() {
    moveOnAfter(SECOND, this::swallow);

    assertThat(findings.messages())
        .containsExactly(
            "task 'main' swallowed its cancellation (deadline passed): Cancelled was thrown at"
                + " dev.treadle.monitor.LintTest.swallow(LintTest.java), and it waits again at"
                + " dev.treadle.monitor.LintTest.swallow(LintTest.java); let Cancelled pass, and"
                + " put cleanup that waits, in finally too, into Treadle.shield");
  }

  @TreadleTest
  void cleanupThatWaitsInFinallyIsReportedToo() {
    moveOnAfter(SECOND, this::waitInFinally);

    assertThat(findings.messages())
        .singleElement()
        .asString()
        .contains("waits again at dev.treadle.monitor.LintTest.waitInFinally(LintTest.java)");
  }

  @TreadleTest
  void aFutureThatSwallowsACancellationIsReported() {
    moveOnAfter(SECOND, this::swallowInAFuture);

    assertThat(findings.messages())
        .singleElement()
        .asString()
        .startsWith("task 'main' swallowed its cancellation (deadline passed)")
        .contains("thrown at dev.treadle.monitor.LintTest.lambda$swallowInAFuture")
        .contains("waits again at dev.treadle.monitor.LintTest.swallowInAFuture(LintTest.java)");
  }

  @TreadleTest(explore = 10_000)
  void cleanupInAShieldIsNoSwallowing() {
    TaskGroup.run(group -> {
      group.start(() -> {
        try {
          sleep(LONG);
        } finally {
          shield(LONG, () -> sleep(SECOND));
        }
      });
      sleep(SECOND);
      group.cancel("enough");
    });

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void aLoopAroundATimeoutIsNoSwallowing() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> timeout(SECOND, () -> sleep(LONG)))
          .isInstanceOf(TaskTimeoutException.class);
      moveOnAfter(SECOND, () -> sleep(LONG));
    }

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void aGroupThatAwaitsItsChildrenWhileItUnwindsIsNoSwallowing() {
    moveOnAfter(
        SECOND,
        () ->
            TaskGroup.run(group -> {
              group.start(() -> shield(LONG, () -> sleep(Duration.ofSeconds(5))));
              sleep(LONG);
            }));

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void insideASuppressedBlockASwallowedCancellationIsMeant() {
    Lint.SWALLOWED_CANCELLATION.suppress(() -> moveOnAfter(SECOND, this::swallow));

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void aBlockSuppressesNoOtherLint() {
    Lint.IGNORED_INTERRUPT.suppress(() -> moveOnAfter(SECOND, this::swallow));

    assertThat(findings.messages()).hasSize(1);
  }

  @TreadleTest
  void aLintThatIsOffSaysNothing() {
    Lint.SWALLOWED_CANCELLATION.disable();
    try {
      moveOnAfter(SECOND, this::swallow);
    } finally {
      Lint.SWALLOWED_CANCELLATION.enable();
    }

    assertThat(findings.messages()).isEmpty();
  }

  // --- Ignored interrupt

  @TreadleTest
  void anInterruptThatATaskIgnoresIsReportedWithItsStack() throws Exception {
    moveOnAfter(SECOND, this::ignoreInterrupts);

    assertThat(findings.messages())
        .containsExactly(
            "task 'main' was cancelled (deadline passed) more than PT1S ago and goes on: it caught"
                + " an InterruptedException, or computes without checkpoint(); it is at"
                + " dev.treadle.monitor.LintTest.ignoreInterrupts(LintTest.java)");
    assertThat(findings.stacks().getFirst().getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("ignoreInterrupts");
  }

  @TreadleTest
  void aTaskThatEndsWithinTheSecondIgnoresNothing() throws Exception {
    moveOnAfter(
        SECOND,
        () -> {
          try {
            Thread.sleep(LONG);
          } catch (InterruptedException e) {
            Thread.sleep(Duration.ofMillis(900));
          }
        });

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void aShieldedTaskIgnoresNothing() throws Exception {
    moveOnAfter(SECOND, () -> shield(LONG, () -> Thread.sleep(Duration.ofSeconds(20))));

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void insideASuppressedBlockAnIgnoredInterruptIsMeant() throws Exception {
    Lint.IGNORED_INTERRUPT.suppress(() -> moveOnAfter(SECOND, this::ignoreInterrupts));

    assertThat(findings.messages()).isEmpty();
  }

  // --- Unawaited failure

  @TreadleTest
  void aFailureInAGroupThatIsNotJoinedIsHeard() {
    assertThatThrownBy(() ->
            Treadle.run(() -> {
              try (var group = TaskGroup.open("unjoined")) {
                group.start("a", this::fail);
                sleep(SECOND);
              }
            }))
        .isInstanceOf(IllegalStateException.class)
        .satisfies(
            mistake -> assertThat(mistake.getSuppressed()[0]).hasRootCauseMessage("no such host"));

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void aFailureInTheCleanupOfWhatWasCancelledIsReported() throws Exception {
    moveOnAfter(SECOND, this::failInClose);
    TaskGroup.run(
        "g",
        group -> {
          group.start("a", this::failInAnotherClose);
          sleep(SECOND);
          group.cancel("enough");
        });

    assertThat(findings.messages())
        .containsExactly(
            "timeout of PT1S: a failure that nobody heard of, in the cleanup of a cancelled block:"
                + " java.io.IOException: no such host",
            "task 'main/g/a': a failure that nobody heard of, in the cleanup of a cancelled block:"
                + " java.io.IOException: no such file");
  }

  @TreadleTest
  void aFailureThatIsThrownOnIsHeard() {
    assertThatThrownBy(() -> timeout(SECOND, this::failInClose))
        .isInstanceOf(TaskTimeoutException.class);
    assertThatThrownBy(() -> TaskGroup.run(group -> group.start(this::fail)))
        .hasRootCauseInstanceOf(IOException.class);
    Treadle.gatherOutcomes(() -> 1, this::failWithoutValue);

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void aCancellationWithinACancellationIsNoFailure() throws Exception {
    moveOnAfter(
        SECOND,
        () -> {
          try (AutoCloseable _ = () -> Treadle.checkpoint()) {
            Lint.SWALLOWED_CANCELLATION.suppress(() -> sleep(LONG));
          }
        });

    assertThat(findings.messages())
        .noneSatisfy(message -> assertThat(message).contains("nobody heard of"));
  }

  @TreadleTest
  void aGroupThatACancellationKeptFromBeingJoinedIsNoFailure() {
    moveOnAfter(
        SECOND,
        () -> {
          try (var group = TaskGroup.open()) {
            sleep(LONG);
            group.join();
          }
        });

    assertThat(findings.messages()).isEmpty();
  }

  @TreadleTest
  void butAFailureInThatGroupIsReported() {
    moveOnAfter(
        SECOND,
        () -> {
          try (var group = TaskGroup.open()) {
            group.start("a", this::fail);
            sleep(LONG);
            group.join();
          }
        });

    assertThat(findings.messages())
        .containsExactly(
            "timeout of PT1S: a failure that nobody heard of, in the cleanup of a cancelled block:"
                + " dev.treadle.TaskFailedException: java.io.IOException: no such host");
  }

  @TreadleTest
  void insideASuppressedBlockAnUnheardFailureIsMeant() throws Exception {
    moveOnAfter(SECOND, () -> Lint.UNAWAITED_FAILURE.suppress(this::failInClose));

    assertThat(findings.messages()).isEmpty();
  }

  // --- What does harm

  private void swallow() {
    try {
      sleep(LONG);
    } catch (Cancelled swallowed) {
      sleep(LONG);
    }
  }

  private void swallowInAFuture() {
    var page =
        CompletableFuture.completedFuture("url")
            .thenApply(url -> {
              sleep(LONG);
              return "page of " + url;
            })
            .exceptionally(_ -> "no page")
            .join();
    assertThat(page).isEqualTo("no page");
    sleep(LONG);
  }

  @SuppressWarnings("Finally") // that it throws is the point
  private void waitInFinally() {
    try {
      sleep(LONG);
    } finally {
      sleep(SECOND);
    }
  }

  private void ignoreInterrupts() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      try {
        var _ = new Semaphore(0).tryAcquire(20, TimeUnit.SECONDS);
      } catch (InterruptedException ignored) {
        // And again.
      }
    }
  }

  private void fail() throws IOException {
    throw new IOException("no such host");
  }

  private int failWithoutValue() throws IOException {
    throw new IOException("no such host");
  }

  private void failInAnotherClose() throws Exception {
    AutoCloseable broken =
        () -> {
          throw new IOException("no such file");
        };
    try (broken) {
      sleep(LONG);
    }
  }

  private void failInClose() throws Exception {
    try (AutoCloseable _ = this::fail) {
      sleep(LONG);
    }
  }
}
