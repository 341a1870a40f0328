package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PlatformThreadTest {

  private static final String POOL = "work was handed to the common pool";

  /// A way to have something done outside the simulation.
  @SuppressWarnings({"ImmutableEnumChecker", "ReturnValueIgnored"})
  enum Way {
    THREAD("platform thread 'a thread' was", _ -> runInThread()),
    FIXED_POOL("platform thread 'pool-", _ -> runInPool()),
    SCHEDULED_POOL("platform thread 'pool-", _ -> runInScheduledPool()),
    TIMER("platform thread 'a timer' was", _ -> new Timer("a timer", true)),
    ASSERT_TIMEOUT(
        "platform thread 'junit-timeout-thread-",
        _ -> assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {})),
    PARALLEL_STREAM(
        POOL, _ -> assertThat(IntStream.range(0, 10_000).parallel().sum()).isPositive()),
    FORK(POOL, _ -> new Nothing().fork().join()),
    COMMON_POOL(POOL, _ -> ForkJoinPool.commonPool().submit(() -> {}).get()),
    COMMON_POOL_TIMER(
        POOL, _ -> ForkJoinPool.commonPool().schedule(() -> {}, 1, TimeUnit.SECONDS).get()),
    OWN_POOL("work was handed to a ForkJoinPool", _ -> runInOwnPool());

    private final String beginning;
    private final Simulation.Body body;

    Way(String beginning, Simulation.Body body) {
      this.beginning = beginning;
      this.body = body;
    }
  }

  @ParameterizedTest
  @EnumSource
  void workOutsideFailsAHermeticTestEveryTimeAtTheSamePlace(Way way) {
    for (int i = 0; i < 50; i++) {
      var failure = catchThrowable(() -> Simulation.run(way.body));

      assertThat(failure).isInstanceOf(SimulationFailure.class);
      assertThat(((SimulationFailure) failure).kind()).isEqualTo(SimulationFailure.Kind.OUTSIDE);
      assertThat(failure)
          .hasMessageStartingWith(way.beginning)
          .hasStackTraceContaining("PlatformThreadTest")
          .satisfies(PlatformThreadTest::standsAlone);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ASSERT_TIMEOUT") // its time-out is in virtual time
  void workOutsideIsAllowedOnRequest(Way way) {
    Simulation.run(settings -> settings.withHermetic(false), way.body);
  }

  @Test
  void theMessageSaysWhatToDoInstead() {
    assertThatThrownBy(() -> Simulation.run(Way.THREAD.body))
        .hasMessage(
            "platform thread 'a thread' was started inside a hermetic simulation: it runs outside, at its own speed;"
                + " use virtual threads (Executors.newScheduledThreadPool(1, Thread.ofVirtual().factory()) works),"
                + " a fake, or hermetic = false");
  }

  @Test
  void aTestThatSwallowsTheFailureFailsAllTheSame() {
    var swallowed = new ConcurrentLinkedQueue<Throwable>();

    var failure =
        catchThrowableOfType(
            SimulationFailure.class,
            () ->
                Simulation.run(simulation ->
                    swallowed.add(catchThrowable(() -> Way.TIMER.body.run(simulation)))));

    assertThat(swallowed).containsExactly(failure);
  }

  @Test
  void aThreadThatDiesOfItFailsTheTestWithIt() {
    assertThatThrownBy(
            () -> Simulation.run(_ -> Thread.ofVirtual().start(() -> runInThread()).join()))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith(Way.THREAD.beginning)
        .satisfies(PlatformThreadTest::standsAlone);
  }

  @TreadleTest
  void theJdksOwnThreadsAreNobodysBusiness() {
    Cleaner.create().register(new Object(), () -> {});
  }

  @TreadleTest
  void completableFuturesStaySimulated() throws Exception {
    var future = CompletableFuture.supplyAsync(() -> 1).orTimeout(1, TimeUnit.SECONDS);

    assertThat(future.get()).isEqualTo(1);
    assertThat(((ForkJoinPool) future.defaultExecutor()).submit(() -> 2).get()).isEqualTo(2);
  }

  @Test
  void aVirtualThreadOutsideMayBeWoken() throws InterruptedException {
    var latch = new CountDownLatch(1);
    var outside = Thread.startVirtualThread(() -> await(latch));

    Simulation.run(_ -> latch.countDown());

    outside.join();
  }

  /// Nothing but the schedule to repeat it is added.
  private static void standsAlone(Throwable failure) {
    assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(FailedSchedule.class);
  }

  private static void runInThread() {
    Thread.ofPlatform().name("a thread").daemon().start(() -> {});
  }

  private static void runInPool() throws Exception {
    try (var pool = Executors.newFixedThreadPool(1)) {
      pool.submit(() -> {}).get();
    }
  }

  private static void runInScheduledPool() throws Exception {
    var pool = Executors.newScheduledThreadPool(1);
    try {
      pool.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get();
    } finally {
      pool.shutdownNow(); // close() would wait for the task that no thread takes
    }
  }

  /// Leaves no worker behind: one that is idle would stay for a minute.
  private static void runInOwnPool() throws Exception {
    var pool = new ForkJoinPool(2);
    try {
      pool.submit(() -> {}).get();
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /// A task without an effect.
  private static final class Nothing extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    @Override
    protected void compute() {}
  }
}
