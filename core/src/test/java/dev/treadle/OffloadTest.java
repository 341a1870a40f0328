package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

class OffloadTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final long start = World.current().nanoTime();
  private final List<String> log = new CopyOnWriteArrayList<>();

  private Duration elapsed() {
    return Duration.ofNanos(World.current().nanoTime() - start);
  }

  // --- Values and failures

  @TreadleTest(explore = 10_000)
  void aBodyRunsOnAThreadOfThePoolAndItsValueIsReturned() {
    try (var pool = VirtualPool.of(2)) {
      var name = pool.call(() -> Thread.currentThread().getName());

      assertThat(name).isEqualTo("pool-1");
    }
  }

  @TreadleTest(explore = 10_000)
  void aFailureIsThrownAsItself() {
    var failure = new IOException("disk full");
    try (var pool = VirtualPool.of(2)) {
      assertThatThrownBy(() ->
              pool.run(() -> {
                throw failure;
              }))
          .isSameAs(failure);
    }
  }

  // --- Cancellation

  @TreadleTest(explore = 10_000)
  void aCancellationInterruptsTheBodyAndAwaitsItsEnd() {
    try (var pool = VirtualPool.of(2)) {
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  SECOND,
                  () ->
                      pool.run(() -> {
                        try {
                          Thread.sleep(HOUR);
                        } finally {
                          Thread.sleep(Duration.ofMillis(500));
                          log.add("cleaned");
                        }
                      })));

      assertThat(log).containsExactly("cleaned");
      assertThat(elapsed()).isEqualTo(Duration.ofMillis(1500));
    }
  }

  @TreadleTest(explore = 10_000)
  void aCancellationReachesTheWaitsTheBodyMakesWithTreadle() {
    try (var pool = VirtualPool.of(2)) {
      assertThat(moveOnAfter(SECOND, () -> pool.run(() -> sleep(HOUR)))).isFalse();

      assertThat(elapsed()).isEqualTo(SECOND);
    }
  }

  @TreadleTest(explore = 10_000)
  void aCancellationReachesTheTasksTheBodyStarted() {
    try (var pool = VirtualPool.of(2)) {
      boolean ended =
          moveOnAfter(
              SECOND,
              () ->
                  pool.run(
                      () -> Treadle.gather(() -> sleepLogged("one"), () -> sleepLogged("two"))));

      assertThat(ended).isFalse();
      assertThat(log).containsExactlyInAnyOrder("one", "two");
      assertThat(elapsed()).isEqualTo(SECOND);
    }
  }

  private void sleepLogged(String name) {
    try {
      sleep(HOUR);
    } finally {
      log.add(name);
    }
  }

  @TreadleTest(explore = 10_000)
  void aCancellationReachesABodyOfATaskOfABody() {
    try (var pool = VirtualPool.of(1)) {
      boolean ended =
          moveOnAfter(
              SECOND,
              () -> pool.run(() -> Treadle.gather(() -> pool.run(() -> sleepLogged("inner")))));

      assertThat(ended).isFalse();
      assertThat(log).containsExactly("inner");
      assertThat(elapsed()).isEqualTo(SECOND);
    }
  }

  @TreadleTest(explore = 10_000)
  void aCancelledCallerDoesNotRunTheBody() {
    try (var pool = VirtualPool.of(2)) {
      boolean ended =
          CancelScope.run(scope -> {
            scope.cancel("before");
            pool.run(() -> log.add("ran"));
          });

      assertThat(ended).isFalse();
      assertThat(log).isEmpty();
    }
  }

  @TreadleTest(explore = 10_000)
  void aValueObtainedInSpiteOfACancellationIsReturned() throws InterruptedException {
    try (var pool = VirtualPool.of(2)) {
      boolean ended =
          moveOnAfter(
              SECOND,
              () -> {
                log.add(pool.call(OffloadTest::valueInSpiteOfAll));
                Thread.sleep(HOUR);
              });

      assertThat(ended).isFalse();
      assertThat(log).containsExactly("value");
      assertThat(elapsed()).isEqualTo(SECOND);
    }
  }

  private static String valueInSpiteOfAll() {
    try {
      Thread.sleep(HOUR);
    } catch (InterruptedException e) {
      return "value";
    }
    return "no interrupt came";
  }

  @TreadleTest(explore = 10_000)
  void aFailureInSpiteOfACancellationIsThrownAndTheNextWaitIsCancelled() {
    try (var pool = VirtualPool.of(2)) {
      boolean ended =
          moveOnAfter(
              SECOND,
              () -> {
                assertThatThrownBy(() -> pool.run(() -> failWhenInterrupted()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("half a file");
                sleep(Duration.ofNanos(1));
                log.add("not reached");
              });

      assertThat(ended).isFalse();
      assertThat(log).isEmpty();
    }
  }

  private static void failWhenInterrupted() throws IOException {
    try {
      Thread.sleep(HOUR);
    } catch (InterruptedException e) {
      throw new IOException("half a file");
    }
  }

  @TreadleTest(explore = 10_000)
  void anInterruptedExceptionOfACancelledBodyCountsAsCancelled() throws InterruptedException {
    try (var pool = VirtualPool.of(1)) {
      var _ =
          moveOnAfter(
              SECOND,
              () -> {
                try {
                  pool.run(() -> Thread.sleep(HOUR));
                } catch (Cancelled cancelled) {
                  log.add(
                      "cancelled by "
                          + Objects.requireNonNull(cancelled.getCause())
                              .getClass()
                              .getSimpleName());
                  throw cancelled;
                }
              });

      assertThat(log).containsExactly("cancelled by InterruptedException");
    }
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Propagation", "dev.treadle.Offload"})
  void aCancellationAsTheBodyBeginsReachesIt() {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        var task = group.start(() -> pool.run(() -> sleep(HOUR)));
        group.start(() -> task.cancel("at any moment"));
      });

      assertThat(elapsed()).isZero();
    }
  }

  @TreadleTest(explore = 10_000)
  void aCancellationAtAnyMomentLeavesNothingBehind() {
    var runs = new AtomicInteger();
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        var task = group.start(() -> pool.call(runs::incrementAndGet));
        group.start(() -> task.cancel("at any moment"));
      });

      assertThat(pool.<Boolean, RuntimeException>call(() -> Thread.currentThread().isInterrupted()))
          .isFalse();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(runs.get()).isLessThanOrEqualTo(1);
    }
  }

  @TreadleTest(explore = 10_000)
  void aTimeoutThatExpiresAsTheBodyEndsEitherReturnsOrConverts() throws InterruptedException {
    try (var pool = VirtualPool.of(1)) {
      var value = moveOnAfter(SECOND, () -> pool.call(OffloadTest::sleepASecond));

      value.ifPresent(it -> assertThat(it).isEqualTo("slept"));
      assertThat(pool.<Boolean, RuntimeException>call(() -> Thread.currentThread().isInterrupted()))
          .isFalse();
      sleep(SECOND);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  private static String sleepASecond() throws InterruptedException {
    Thread.sleep(SECOND);
    return "slept";
  }

  // --- Scopes

  @TreadleTest(explore = 10_000)
  void aTimeoutInTheBodyEndsThere() throws InterruptedException {
    try (var pool = VirtualPool.of(2)) {
      var value =
          pool.call(() -> {
            assertThat(moveOnAfter(SECOND, () -> Thread.sleep(HOUR))).isFalse();
            sleep(SECOND);
            return "went on";
          });

      assertThat(value).isEqualTo("went on");
      assertThat(elapsed()).isEqualTo(Duration.ofSeconds(2));
    }
  }

  @TreadleTest(explore = 10_000)
  void aShieldInTheBodyKeepsTheCancellationOut() {
    try (var pool = VirtualPool.of(2)) {
      boolean ended =
          moveOnAfter(
              SECOND,
              () ->
                  pool.run(() -> {
                    shield(HOUR, () -> sleep(Duration.ofSeconds(3)));
                    log.add("shielded");
                    sleep(HOUR);
                  }));

      assertThat(ended).isFalse();
      assertThat(log).containsExactly("shielded");
      assertThat(elapsed()).isEqualTo(Duration.ofSeconds(3));
    }
  }

  @TreadleTest(explore = 10_000)
  void aShieldAroundKeepsTheCancellationFromTheBodyUntilItsGraceIsOver() {
    try (var pool = VirtualPool.of(2)) {
      boolean ended =
          moveOnAfter(
              SECOND, () -> shield(Duration.ofSeconds(5), () -> pool.run(() -> sleep(HOUR))));

      assertThat(ended).isFalse();
      assertThat(elapsed()).isEqualTo(Duration.ofSeconds(6));
    }
  }

  @TreadleTest
  void theBodySeesTheDeadlineAroundItsCaller() {
    try (var pool = VirtualPool.of(2)) {
      var remaining =
          timeout(HOUR, () -> pool.call(() -> CancelScope.current().deadline().remaining()));

      assertThat(remaining).isEqualTo(HOUR);
    }
  }

  @TreadleTest(explore = 10_000)
  void theBodysScopeIsItsCallers() {
    try (var pool = VirtualPool.of(2)) {
      boolean ended =
          CancelScope.run(scope ->
              pool.run(() -> {
                assertThat(CancelScope.current()).isSameAs(scope);
                CancelScope.current().cancel("from inside");
                sleep(HOUR);
              }));

      assertThat(ended).isFalse();
      assertThat(elapsed()).isZero();
    }
  }

  @TreadleTest(explore = 10_000)
  void anInterruptFromOutsideCancelsTheTaskAndNotABlockOfIt() {
    try (var pool = VirtualPool.of(2)) {
      var thread = new CopyOnWriteArrayList<Thread>();
      TaskGroup.run(group -> {
        var task =
            group.start(() ->
                moveOnAfter(
                    HOUR,
                    () ->
                        pool.run(() -> {
                          thread.add(Thread.currentThread());
                          sleep(HOUR);
                        })));
        sleep(SECOND);
        thread.getFirst().interrupt();
        assertThatThrownBy(task::await).hasCauseInstanceOf(Cancelled.class);
      });

      assertThat(elapsed()).isEqualTo(SECOND);
    }
  }

  @TreadleTest(explore = 10_000)
  void anInterruptFlagThatTheBodyLeavesUpIsTheTasks() {
    try (var pool = VirtualPool.of(1)) {
      TaskGroup.run(group -> {
        var task =
            group.start(() -> {
              pool.run(() -> Thread.currentThread().interrupt());
              sleep(HOUR);
            });
        assertThatThrownBy(task::await).hasCauseInstanceOf(Cancelled.class);
      });

      assertThat(pool.<Boolean, RuntimeException>call(() -> Thread.currentThread().isInterrupted()))
          .isFalse();
    }
  }

  @TreadleTest(explore = 10_000)
  void aRequestToStopReachesTheBody() {
    try (var pool = VirtualPool.of(2)) {
      var stopped = new AtomicBoolean();
      TaskGroup.run(group -> {
        group.start(
            () -> pool.run(() -> stopped.set(CancelScope.current().stopping().await(HOUR))));
        sleep(SECOND);
        group.cancel("closing time", HOUR);
      });

      assertThat(stopped).isTrue();
      assertThat(elapsed()).isEqualTo(SECOND);
    }
  }

  @TreadleTest
  void aGroupLeftOpenInTheBodyIsAMistakeThere() {
    try (var pool = VirtualPool.of(2)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> pool.call(TaskGroup::open))
          .withMessageContaining("is open still at the end of the block it was opened in");
    }
  }

  @TreadleTest(explore = 10_000)
  void aThreadThatIsNoTaskMayOffload() throws InterruptedException {
    try (var pool = VirtualPool.of(2)) {
      var stranger =
          Thread.startVirtualThread(
              () -> log.add(pool.call(() -> Thread.currentThread().getName())));

      stranger.join();

      assertThat(log).containsExactly("pool-1");
    }
  }
}
