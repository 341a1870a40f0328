package dev.treadle.retry;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.Action;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.seam.Fault;
import dev.treadle.sync.CapacityLimiter;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Everything here runs in the caller's thread, and can be cancelled there.
class CallersThreadTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private void note() {
    threads.add(Thread.currentThread());
  }

  private String fail() throws IOException {
    note();
    throw new IOException("refused");
  }

  private Retry retry() {
    return Retry.of(3)
        .withRetryIf(_ -> {
          note();
          return true;
        })
        .withBackoff(
            Backoff.of((_, _) -> {
              note();
              return SECOND;
            }))
        .withListener(_ -> note());
  }

  private CircuitBreaker breaker() {
    return CircuitBreaker.create(
        "payments",
        c ->
            c.withConsecutiveFailures(1)
                .withListener(_ -> note())
                .withCounts(_ -> {
                  note();
                  return true;
                }));
  }

  // --- The thread

  /// Three attempts, each with rule and listener, two of them with a delay to be found.
  @TreadleTest
  void aRetryRunsBlockRulesBackoffAndListenerInTheCallersThread() {
    inATaskAndOutside(
        () -> assertThat(catchThrowable(() -> retry().call(this::fail))).hasMessage("refused"),
        3 + 3 + 2 + 3);
  }

  /// A failure, whether it counts, and the change.
  @TreadleTest
  void aBreakerRunsBlockRuleAndListenerInTheCallersThread() {
    inATaskAndOutside(
        () -> assertThat(catchThrowable(() -> breaker().call(this::fail))).hasMessage("refused"),
        3);
  }

  @TreadleTest
  void aFallbackRunsBothBlocksAndTheListenerInTheCallersThread() {
    inATaskAndOutside(
        () ->
            Fallback.watched("price")
                .withListener(_ -> note())
                .call(
                    this::fail,
                    _ -> {
                      note();
                      return "stale";
                    }),
        3);
    inATaskAndOutside(
        () ->
            Fallback.on(
                IOException.class,
                this::fail,
                _ -> {
                  note();
                  return "stale";
                }),
        2);
  }

  @TreadleTest
  void allOfThemTogetherToo() {
    var room = CapacityLimiter.of("payments", 1);
    inATaskAndOutside(
        () ->
            Fallback.call(
                () ->
                    Retry.of(2)
                        .call(() ->
                            CircuitBreaker.create("payments")
                                .call(() -> {
                                  try (var _ = room.acquire()) {
                                    return fail();
                                  }
                                })),
                _ -> "stale"),
        2);
  }

  private void inATaskAndOutside(Action<?> calls, int times) {
    TaskGroup.run(group -> group.start(() -> inThisThread(calls, times)));
    var outside = Thread.ofVirtual().start(() -> inThisThread(calls, times));
    try {
      outside.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    assertThat(log).containsOnly("done").hasSizeGreaterThanOrEqualTo(2);
  }

  private void inThisThread(Action<?> calls, int times) {
    threads.clear();
    assertThat(catchThrowable(calls::run)).isNull();
    assertThat(threads).hasSize(times).containsOnly(Thread.currentThread());
    log.add("done");
  }

  // --- Cancellation

  private static String hang() {
    sleep(Duration.ofHours(1));
    return "never";
  }

  @TreadleTest
  void aBlockThatHangsIsCancelledThereAndThen(Simulation simulation) {
    cancelled(() -> retry().call(CallersThreadTest::hang));
    cancelled(() -> breaker().call(CallersThreadTest::hang));
    cancelled(() -> Fallback.call(CallersThreadTest::hang, _ -> "stale"));
    cancelled(() -> Fallback.call(this::fail, _ -> hang()));
    cancelled(() -> Fallback.on(IOException.class, this::fail, _ -> hang()));

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(5));
  }

  @TreadleTest
  void aDelayIsCancelledThereAndThen(Simulation simulation) {
    cancelled(
        () -> Retry.of(2).withBackoff(Backoff.fixed(SECOND.multipliedBy(9))).call(this::fail));

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void aWaitForRoomIsCancelledThereAndThen(Simulation simulation) {
    var room = CapacityLimiter.of("payments", 1);
    TaskGroup.run(group -> {
      try (var _ = room.acquire()) {
        group
            .start(() ->
                cancelled(() -> {
                  try (var _ = room.acquire()) {
                    note();
                  }
                }))
            .await();
      }
    });

    assertThat(threads).isEmpty();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 2_000, racePoints = "dev.treadle.retry", faults = 0.4)
  void wheneverItIsCancelledAFallbackIsCountedOnceAndEndsInOneWay() {
    var watched = Fallback.watched("price").withListener(_ -> note());
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var caller =
              group.start(() ->
                  log.add(
                      watched.call(
                          () -> answerUnless("block-fails"), _ -> answerUnless("fallback-fails"))));
          group.start(() -> caller.cancel("enough"));
        });
    var statistics = watched.statistics();

    assertThat(statistics.calls()).isLessThanOrEqualTo(1);
    assertThat(statistics.failures()).isEqualTo(threads.size()).isLessThanOrEqualTo(1);
    assertThat(statistics.replaced()).isLessThanOrEqualTo(statistics.failures());
    assertThat(log).hasSizeLessThanOrEqualTo(1);
    assertThat(statistics.failures() > 0 && !log.isEmpty()).isEqualTo(statistics.replaced() > 0);
  }

  private static String answerUnless(String fails) throws IOException {
    checkpoint();
    if (Fault.point(fails)) {
      throw new IOException(fails);
    }
    return "answer";
  }

  /// By another task: of a deadline a retry would know beforehand.
  private void cancelled(Action<?> calls) {
    log.clear();
    TaskGroup.run(group -> {
      var caller =
          group.start(() -> {
            try {
              calls.run();
            } catch (Cancelled cancelled) {
              log.add(cancelled.reason());
              throw cancelled;
            }
          });
      sleep(SECOND);
      caller.cancel("enough");
    });
    assertThat(log).containsExactly("enough");
  }
}
