package dev.treadle.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.RealTime;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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
    Treadle.run(() ->
        TaskGroup.run(
            "work",
            group -> {
              group.start(
                  "may-hog",
                  () -> Lint.CARRIER_HOG.suppress(() -> spinUntil(() -> System.nanoTime() > end)));
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
