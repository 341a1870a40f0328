package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.Simulated;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the JDK throws into a cancelled block, and what it means.
@Simulated
class TranslationTest {

  static List<Exception> interruptions() {
    return List.of(
        new InterruptedException(),
        new ClosedByInterruptException(),
        new SocketException("Closed by interrupt"),
        new InterruptedIOException(),
        new IOException("cannot read", new InterruptedException()),
        new UncheckedIOException(new ClosedByInterruptException()),
        new ExecutionException(new SocketException("Closed by interrupt")));
  }

  static List<Exception> others() {
    return List.of(
        new IOException("boo"),
        new SocketException("Connection reset"),
        new SocketTimeoutException("Read timed out"),
        new ClosedChannelException(),
        TaskFailedException.of(new InterruptedException()),
        new IllegalStateException(TaskFailedException.of(new InterruptedException())),
        new IllegalStateException(
            new TaskTimeoutException(Duration.ZERO, new InterruptedException())));
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  void inACancelledBlockAnInterruptionIsItsCancellation(Exception interruption) throws Exception {
    assertThat(CancelScope.run(scope -> cancelAndThrow(scope, interruption))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  void inABlockOfACancelledTaskItBecomesCancelled(Exception interruption) {
    CancelScope.run(outer -> {
      var thrown = catchThrowable(() -> CancelScope.run(_ -> cancelAndThrow(outer, interruption)));

      assertThat(thrown)
          .isInstanceOf(Cancelled.class)
          .hasMessageStartingWith("enough (")
          .hasCause(interruption);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    });
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  void whereNothingIsCancelledItComesOutAsItself(Exception interruption) {
    assertThat(catchThrowable(() -> CancelScope.run(_ -> throwIt(interruption))))
        .isSameAs(interruption);
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherFailureComesOutAsItselfFromACancelledBlockToo(Exception failure) {
    assertThat(catchThrowable(() -> CancelScope.run(scope -> cancelAndThrow(scope, failure))))
        .isSameAs(failure);
    Treadle.checkpoint();
  }

  private static void cancelAndThrow(CancelScope scope, Exception thrown) throws Exception {
    scope.cancel("enough");
    throwIt(thrown);
  }

  private static void throwIt(Exception thrown) throws Exception {
    throw thrown;
  }
}
