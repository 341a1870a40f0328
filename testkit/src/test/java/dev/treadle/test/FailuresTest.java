package dev.treadle.test;

import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.seam.CancellationSignal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void theExpectedFailureIsReturned() throws InterruptedException {
    var failure = new IOException("boom");

    assertThat(thrownBy(IOException.class, throwing(failure))).isSameAs(failure);
  }

  @Test
  void aKindOfTheExpectedFailureIsReturned() throws InterruptedException {
    var failure = new FileNotFoundException("boom");

    assertThat(thrownBy(IOException.class, throwing(failure))).isSameAs(failure);
  }

  @Test
  void aBodyThatDoesNotFailIsAFailure() {
    assertThatThrownBy(() -> thrownBy(IOException.class, () -> {}))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage("expected java.io.IOException, but nothing was thrown");
  }

  @Test
  void anotherFailureIsTheCause() {
    var other = new IllegalStateException("boom");

    assertThatThrownBy(() -> thrownBy(IOException.class, throwing(other)))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage("expected java.io.IOException, but got java.lang.IllegalStateException: boom")
        .hasCause(other);
  }

  @Test
  void anInterruptPassesThrough() {
    var interrupt = new InterruptedException("stop");

    assertThatThrownBy(() -> thrownBy(Exception.class, throwing(interrupt))).isSameAs(interrupt);
    assertThatThrownBy(() -> thrownBy(IOException.class, throwing(interrupt))).isSameAs(interrupt);
  }

  @Test
  void aCancellationPassesThrough() {
    var cancelled = new Cancelled();

    assertThatThrownBy(() -> thrownBy(Throwable.class, throwing(cancelled))).isSameAs(cancelled);
    assertThatThrownBy(() -> thrownBy(RuntimeException.class, throwing(cancelled)))
        .isSameAs(cancelled);
  }

  @Test
  void anotherAssertionPassesThrough() {
    var assertion = new AssertionError("inner");

    assertThatThrownBy(() -> thrownBy(Throwable.class, throwing(assertion))).isSameAs(assertion);
    assertThatThrownBy(() -> thrownBy(IOException.class, throwing(assertion))).isSameAs(assertion);
    assertThatThrownBy(() -> thrownBy(SimulationFailure.class, throwing(assertion)))
        .isSameAs(assertion);
  }

  @Test
  void theVerdictOfASimulationPassesThrough() {
    var verdict = new SimulationFailure(SimulationFailure.Kind.LEAK, "leak");

    assertThatThrownBy(() -> thrownBy(AssertionError.class, throwing(verdict))).isSameAs(verdict);
  }

  @Test
  void theEndOfASimulationPassesThrough() {
    var end = new SimulationAborted();

    assertThatThrownBy(() -> thrownBy(Error.class, throwing(end))).isSameAs(end);
  }

  @Test
  void whatIsAskedForIsCaught() throws InterruptedException {
    var interrupt = new InterruptedException("stop");
    var cancelled = new Cancelled();
    var assertion = new AssertionError("inner");
    var verdict = new SimulationFailure(SimulationFailure.Kind.LEAK, "leak");

    assertThat(thrownBy(InterruptedException.class, throwing(interrupt))).isSameAs(interrupt);
    assertThat(thrownBy(Cancelled.class, throwing(cancelled))).isSameAs(cancelled);
    assertThat(thrownBy(AssertionError.class, throwing(assertion))).isSameAs(assertion);
    assertThat(thrownBy(SimulationFailure.class, throwing(verdict))).isSameAs(verdict);
  }

  @Test
  void anInterruptedWaitPassesThrough() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> thrownBy(Exception.class, () -> new CountDownLatch(1).await()))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void catchThrowableWouldSwallowAnInterrupt() {
    Thread.currentThread().interrupt();

    var caught = catchThrowable(() -> new CountDownLatch(1).await());

    assertThat(caught).isInstanceOf(Exception.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse(); // and nobody will ever know
  }

  @Test
  void catchThrowableWouldSwallowACancellation() {
    var caught = catchThrowable(throwing(new Cancelled())::run);

    assertThat(caught).isInstanceOf(RuntimeException.class);
  }

  private static TestBody throwing(Throwable failure) {
    return () -> {
      throw failure;
    };
  }

  private static final class Cancelled extends RuntimeException implements CancellationSignal {
    private static final long serialVersionUID = 1L;
  }
}
