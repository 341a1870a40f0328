package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WithinTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void theBodyRunsOnAVirtualThreadOfItsOwn() throws InterruptedException {
    var thread = new AtomicReference<Thread>();

    RealTime.within(LONG, () -> thread.set(Thread.currentThread()));

    assertThat(thread.get()).isNotSameAs(Thread.currentThread());
    assertThat(thread.get().isVirtual()).isTrue();
    assertThat(thread.get().isAlive()).isFalse();
  }

  @Test
  void theBodysFailureComesOutAsItself() {
    var failure = new IOException("boom");

    assertThatThrownBy(() ->
            RealTime.within(
                LONG,
                () -> {
                  throw failure;
                }))
        .isSameAs(failure);
  }

  @TreadleTest
  void aBodyThatTakesTooLongIsInterruptedAndShown() {
    assertThatThrownBy(() -> RealTime.within(LONG, this::waitForEver))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "expected 'body' to end within PT1M, but it was still running;"
                + " it ended when it was interrupted; all threads at that time:\n"
                + "  'body' (virtual, #")
        .hasMessageContaining("at java.base/java.util.concurrent.CountDownLatch.await(")
        .hasMessageContaining("dev.treadle.test.WithinTest.waitForEver(WithinTest.java:");

    assertThat(ended.getCount()).isZero();
  }

  @TreadleTest
  void whatTheInterruptDidIsAttached() {
    assertThatThrownBy(() -> RealTime.within(LONG, this::waitForEver))
        .satisfies(error ->
            assertThat(error.getSuppressed())
                .singleElement()
                .isInstanceOf(InterruptedException.class));
  }

  @TreadleTest
  void otherThreadsAreShownToo() throws InterruptedException {
    var other = Thread.ofVirtual().name("the other one").start(this::waitForRelease);

    assertThatThrownBy(() -> RealTime.within(LONG, this::waitForEver))
        .hasMessageContaining("\n  'the other one' (virtual, #");

    never.countDown();
    other.join();
  }

  @TreadleTest
  void idleThreadsOfTheJvmAreNotShown() {
    assertThatThrownBy(() -> RealTime.within(LONG, this::waitForEver))
        .message()
        .doesNotContain("Common-Cleaner", "Reference Handler", "surefire")
        .doesNotContain("ForkJoinPool-1-worker-", "ForkJoinPool.commonPool-worker-");
  }

  @Test
  void outsideASimulationTimeIsReal() {
    assertThatThrownBy(() -> RealTime.within(Duration.ofMillis(10), this::waitForEver))
        .hasMessageStartingWith("expected 'body' to end within PT0.01S, but it was still running;");
  }

  @TreadleTest
  void aBodyThatIgnoresInterruptsIsLeftBehind(Simulation simulation) throws InterruptedException {
    assertThatThrownBy(() -> RealTime.within(LONG, this::waitForRelease))
        .hasMessageStartingWith(
            "expected 'body' to end within PT1M, but it was still running;"
                + " it was interrupted, did not end within PT1S, and was left behind;"
                + " all threads at that time:\n"
                + "  'body' (virtual, #");

    assertThat(simulation.clock().elapsed()).isEqualTo(LONG.plusSeconds(1));
    never.countDown();
    ended.await();
  }

  @TreadleTest
  void insideASimulationTimeIsVirtual(Simulation simulation) throws InterruptedException {
    RealTime.within(LONG, () -> never.await(59, TimeUnit.SECONDS));

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(59));
  }

  @TreadleTest
  void anInterruptedCallerInterruptsTheBodyAndWaitsForIt(Simulation simulation)
      throws InterruptedException {
    var caller =
        Thread.startVirtualThread(() -> {
          assertThatThrownBy(() -> RealTime.within(LONG, this::waitForEver))
              .isInstanceOf(InterruptedException.class)
              .satisfies(error -> assertThat(error.getSuppressed()).hasSize(1)); // the body's own
          assertThat(ended.getCount()).isZero();
        });
    simulation.awaitBlocked();
    caller.interrupt();
    caller.join();

    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void anInterruptedCallerWaitsNoLongerThanTheTimeout(Simulation simulation)
      throws InterruptedException {
    var caller =
        Thread.startVirtualThread(() -> {
          assertThatThrownBy(() -> RealTime.within(LONG, this::waitForRelease))
              .hasMessageStartingWith("expected 'body' to end within PT1M");
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
    simulation.awaitBlocked();
    caller.interrupt();
    caller.join();

    assertThat(simulation.clock().elapsed()).isEqualTo(LONG.plusSeconds(1));
    never.countDown();
    ended.await();
  }

  @TreadleTest
  void aFailureOfAnInterruptedBodyIsAttached(Simulation simulation) throws InterruptedException {
    var caller =
        Thread.startVirtualThread(() ->
            assertThatThrownBy(() -> RealTime.within(LONG, this::failWhenInterrupted))
                .isInstanceOf(InterruptedException.class)
                .satisfies(error ->
                    assertThat(error.getSuppressed())
                        .singleElement()
                        .satisfies(attached -> assertThat(attached).hasMessage("boom"))));
    simulation.awaitBlocked();
    caller.interrupt();
    caller.join();
  }

  @Test
  void theTimeoutIsPositive() {
    assertThatThrownBy(() -> RealTime.within(Duration.ofMillis(-1), ended::countDown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be positive, got PT-0.001S");
    assertThat(ended.getCount()).isEqualTo(1);
  }

  @Test
  void theTimeoutMayBeLongerThanTime() throws InterruptedException {
    RealTime.within(Duration.ofSeconds(Long.MAX_VALUE), ended::countDown);

    assertThat(ended.getCount()).isZero();
  }

  private void waitForEver() throws InterruptedException {
    try {
      never.await();
    } finally {
      ended.countDown();
    }
  }

  private void waitForRelease() {
    boolean released = false;
    while (!released) {
      try {
        never.await();
        released = true;
      } catch (InterruptedException e) {
        assertThat(never.getCount()).isEqualTo(1);
      }
    }
    ended.countDown();
  }

  private void failWhenInterrupted() {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("boom", e);
    }
  }
}
