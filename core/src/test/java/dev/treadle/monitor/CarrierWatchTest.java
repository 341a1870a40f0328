package dev.treadle.monitor;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.treadle.ChildJvm;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.internal.LintState;
import dev.treadle.internal.Sighting;
import dev.treadle.internal.Sighting.Condition;
import dev.treadle.internal.Sighting.Role;
import dev.treadle.test.RealTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// In real time: carriers are what a simulation does without.
class CarrierWatchTest {

  private static final int CARRIERS = Runtime.getRuntime().availableProcessors();

  @AfterEach
  void watchNoMore() {
    Lint.CARRIER_HOG.disable();
  }

  @Test
  void tasksThatKeepAllCarriersAreReported() throws Exception {
    try (var findings = Findings.begin()) {
      Lint.CARRIER_HOG.enable();

      RealTime.within(Duration.ofSeconds(60), () -> hog(findings));

      assertThat(findings.messages())
          .first()
          .asString()
          .matches(
              "task 'work/hog-\\d+' has kept its carrier for PT1S without a wait or a"
                  + " checkpoint\\(\\), and others could not run; it is at .+");
    }
  }

  @Test
  void anInterruptDoesNotEndTheWatch() throws Exception {
    try (var findings = Findings.begin()) {
      Lint.CARRIER_HOG.enable();
      watches().forEach(Thread::interrupt);

      RealTime.within(Duration.ofSeconds(60), () -> hog(findings));

      assertThat(findings.messages()).isNotEmpty();
    }
  }

  @Test
  void oneThreadWatchesAsLongAsTheLintIsOn() throws Exception {
    for (int i = 0; i < 2; i++) {
      Lint.CARRIER_HOG.enable();
      Lint.CARRIER_HOG.enable();
      awaitOneWatch();
      assertThat(watches()).allMatch(Thread::isDaemon);

      Lint.CARRIER_HOG.disable();
      RealTime.eventually(Duration.ofSeconds(60), () -> assertThat(watches()).isEmpty());
    }
  }

  @Test
  void whoSwitchesItOffAndOnAgainAtOnceIsWatched() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      Lint.CARRIER_HOG.disable();
      Lint.CARRIER_HOG.enable();
    }

    awaitOneWatch();
  }

  /// One that was told to end may be about to.
  private static void awaitOneWatch() throws InterruptedException {
    RealTime.eventually(Duration.ofSeconds(60), () -> assertThat(watches()).hasSize(1));
  }

  // --- In a JVM with as many carriers as the test needs

  /// On a machine that is busy with other things a short computation may take a second, so it may
  /// try again.
  @Test
  void switchedOnByItsPropertyItReportsATaskThatNeverGivesWayAndNoneThatDoesInTime()
      throws Exception {
    RealTime.eventually(
        Duration.ofSeconds(60),
        () -> {
          try (var jvm = jvm("on", 1, "turns", "until-reported")) {
            assertThat(jvm.output()).first(as(STRING)).isEqualTo("watched: true");
            assertThat(jvm.output())
                .last(as(STRING))
                .startsWith("task 'work/until-reported' has kept its carrier");
            assertThat(jvm.output()).hasSize(2);
            assertThat(jvm.exitCode()).isZero();
          }
        });
  }

  @Test
  void aTaskBesideWhichACarrierIsFreeIsNotReported() throws Exception {
    try (var jvm = jvm("on", 2, "long")) {
      assertThat(jvm.output()).containsExactly("watched: true");
    }
  }

  @Test
  void switchedOffByItsPropertyNobodyWatches() throws Exception {
    try (var jvm = jvm("off", 1, "long")) {
      assertThat(jvm.output()).containsExactly("watched: false");
    }
  }

  private static ChildJvm jvm(String lint, int carriers, String... tasks) throws IOException {
    return ChildJvm.start(
        HoggingProgram.class,
        List.of(
            "-Dtreadle.lint.carrier-hog=" + lint,
            "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
            "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers),
        tasks);
  }

  // --- What it sees and says

  @Test
  void whoIsVirtualAndOnACarrierIsSeen() throws Exception {
    var parked = Thread.ofVirtual().start(() -> LockSupport.park());
    var begun = new CountDownLatch(1);
    var over = new AtomicBoolean();
    var running =
        Thread.ofVirtual()
            .start(() -> {
              begun.countDown();
              spinUntil(over::get);
            });
    try {
      begun.await();
      RealTime.eventually(
          Duration.ofSeconds(60),
          () -> assertThat(parked.getState()).isEqualTo(Thread.State.WAITING));

      assertThat(
              CarrierWatch.mounted(
                  List.of(
                      sighting("group", null),
                      sighting("platform", new Thread("x]/runnable@y")),
                      sighting("parked", parked),
                      sighting("running", running))))
          .extracting(Hogs.Mounted::thread)
          .containsExactly(running);
    } finally {
      over.set(true);
      LockSupport.unpark(parked);
    }
  }

  @Test
  void eachTaskIsReportedOnceAndNoneThatHasEnded() {
    try (var findings = Findings.begin()) {
      LintState.CARRIER_HOG.on(true);
      var hog = Thread.currentThread();
      CarrierWatch.report(sighting("one", hog), hog);
      CarrierWatch.report(sighting("one", hog), hog);
      CarrierWatch.report(sighting("two", hog), hog);
      var ended = new Thread();
      CarrierWatch.report(sighting("three", ended), ended);

      assertThat(findings.messages())
          .hasSize(2)
          .satisfies(first -> assertThat(first).startsWith("task 'one' has kept"), atIndex(0))
          .satisfies(second -> assertThat(second).startsWith("task 'two' has kept"), atIndex(1));
    }
  }

  private static Sighting sighting(String path, @Nullable Thread thread) {
    return new Sighting(
        0, Role.TASK, path, thread, Condition.RUNNING, 0, null, null, null, List.of());
  }

  private static List<Thread> watches() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("treadle-carrier-watch"))
        .toList();
  }

  @Test
  void insideASuppressedBlockATaskMayKeepItsCarrier() throws Exception {
    try (var findings = Findings.begin()) {
      Lint.CARRIER_HOG.enable();

      RealTime.within(Duration.ofSeconds(60), () -> hogBesideOneThatMay(findings));

      assertThat(findings.messages())
          .anyMatch(message -> message.startsWith("task 'work/hog' has kept its carrier"))
          .noneMatch(message -> message.contains("may-hog"));
    }
  }

  @Test
  void busyTasksThatGiveWayAreNotReported() throws Exception {
    try (var findings = Findings.begin()) {
      Lint.CARRIER_HOG.enable();

      RealTime.within(Duration.ofSeconds(60), CarrierWatchTest::workFairly);

      assertThat(findings.messages()).isEmpty();
    }
  }

  /// All keep their carriers for so long that those who may not are reported, and whoever is not
  /// meant to be would be, too.
  private static void hogBesideOneThatMay(Findings findings) {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    BooleanSupplier isOver =
        () -> System.nanoTime() > end && (CARRIERS == 1 || !findings.messages().isEmpty());
    Treadle.run(() ->
        TaskGroup.run(
            "work",
            group -> {
              group.start("may-hog", () -> Lint.CARRIER_HOG.suppress(() -> spinUntil(isOver)));
              for (int i = 1; i < Math.max(2, CARRIERS); i++) {
                group.start("hog", () -> spinUntil(() -> !findings.messages().isEmpty()));
              }
            }));
  }

  private static void spinUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static void hog(Findings findings) {
    Treadle.run(() ->
        TaskGroup.run(
            "work",
            group -> {
              for (int i = 1; i <= CARRIERS; i++) {
                group.start("hog-" + i, () -> spinUntil(() -> !findings.messages().isEmpty()));
              }
            }));
  }

  private static void workFairly() {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    Treadle.run(() ->
        TaskGroup.run(
            "work",
            group -> {
              for (int i = 1; i <= CARRIERS; i++) {
                group.start(
                    "fair-" + i,
                    () -> {
                      while (System.nanoTime() < end) {
                        Treadle.checkpoint();
                      }
                    });
              }
            }));
  }
}
