package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.seam.CancellationSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

class EventuallyTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger tries = new AtomicInteger();

  @TreadleTest
  void anAssertionThatHoldsIsTriedOnce(Simulation simulation) throws InterruptedException {
    RealTime.eventually(SECOND, tries::incrementAndGet);

    assertThat(tries).hasValue(1);
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void anAssertionIsTriedUntilItHolds(Simulation simulation) throws InterruptedException {
    RealTime.eventually(SECOND, () -> assertThat(tries.incrementAndGet()).isEqualTo(4));

    assertThat(tries).hasValue(4);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(1 + 2 + 4));
  }

  @TreadleTest
  void soIsOneOfAnotherThreadThatComesAsACause() throws InterruptedException {
    RealTime.eventually(
        SECOND,
        () -> {
          if (tries.incrementAndGet() < 3) {
            throw new ExecutionException(new AssertionError("not yet"));
          }
        });

    assertThat(tries).hasValue(3);
  }

  @TreadleTest
  void pausesGrowToATopAndTheLastTryIsAtTheEnd(Simulation simulation) {
    List<Long> at = new ArrayList<>();

    assertThatThrownBy(() ->
            RealTime.eventually(
                SECOND,
                () -> {
                  at.add(simulation.clock().elapsed().toMillis());
                  throw new AssertionError("no");
                }))
        .hasMessage("no");

    assertThat(at)
        .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 255L, 455L, 655L, 855L, 1000L);
  }

  @TreadleTest
  void theLastErrorComesOutAsItselfWithANote() {
    var last = new AssertionError("no 3");
    var errors = List.of(new AssertionError("no 1"), new AssertionError("no 2"), last).iterator();

    assertThatThrownBy(() ->
            RealTime.eventually(
                Duration.ofMillis(2),
                () -> {
                  throw errors.next();
                }))
        .isSameAs(last)
        .satisfies(error ->
            assertThat(error.getSuppressed())
                .singleElement()
                .satisfies(
                    note -> assertThat(note).hasMessage("still so after 3 tries in PT0.002S")));
  }

  @TreadleTest
  void onlyAnAssertionErrorIsARetry() {
    for (var failure :
        List.of(new IOException("x"), new IllegalStateException("x"), new Error("x"))) {
      assertThatThrownBy(() -> RealTime.eventually(SECOND, failingOnce(failure))).isSameAs(failure);
    }
  }

  @TreadleTest
  void aCancellationIsNotRetriedEvenAsAnAssertionError() {
    var cancelled = new CancelledAssertion();

    assertThatThrownBy(() -> RealTime.eventually(SECOND, failingOnce(cancelled)))
        .isSameAs(cancelled);
    assertThat(cancelled.getSuppressed()).isEmpty();
  }

  @TreadleTest
  void theVerdictOfASimulationIsNotRetried() {
    var verdict = new SimulationFailure(SimulationFailure.Kind.LEAK, "leak");

    assertThatThrownBy(() -> RealTime.eventually(SECOND, failingOnce(verdict))).isSameAs(verdict);
  }

  @TreadleTest
  void anInterruptOfTheAssertionComesOut() {
    var interrupt = new InterruptedException("stop");

    assertThatThrownBy(() -> RealTime.eventually(SECOND, failingOnce(interrupt)))
        .isSameAs(interrupt);
  }

  @TreadleTest
  void anInterruptEndsThePause(Simulation simulation) throws InterruptedException {
    var waiter =
        Thread.startVirtualThread(() ->
            assertThatThrownBy(() ->
                    RealTime.eventually(SECOND, () -> assertThat(tries.incrementAndGet()).isZero()))
                .isInstanceOf(InterruptedException.class));
    simulation.awaitBlocked();
    waiter.interrupt();
    waiter.join();

    assertThat(tries).hasValue(1);
  }

  @TreadleTest
  void theTimeoutIsPositive() {
    assertThatThrownBy(() -> RealTime.eventually(Duration.ZERO, tries::incrementAndGet))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be positive, got PT0S");
    assertThat(tries).hasValue(0);
  }

  @TreadleTest(realTime = true)
  void realTimePasses() throws InterruptedException {
    long begin = System.nanoTime();
    var limit = Duration.ofMillis(20);

    assertThatThrownBy(() -> RealTime.eventually(limit, () -> assertThat(1).isZero()))
        .isInstanceOf(AssertionError.class);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(limit);
  }

  private TestBody failingOnce(Throwable failure) {
    var first = new AtomicInteger();
    return () -> {
      if (first.getAndIncrement() == 0) {
        throw failure;
      }
    };
  }

  private static final class CancelledAssertion extends AssertionError
      implements CancellationSignal {
    private static final long serialVersionUID = 1L;
  }
}
