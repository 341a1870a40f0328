package dev.treadle.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The programs in real time, as their readers run them.
class RealRunsTest {

  private static final Logger LOGGER = Logger.getLogger("dev.treadle");
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Test
  void everyProgramEndsInLessThanFiveSeconds() throws Exception {
    Map<String, Duration> durations = new ConcurrentHashMap<>();

    // All at once, each on a thread of its own, as if each had a JVM of its own.
    Printed.by(() -> {
      var threads = new ArrayList<Thread>();
      for (var pattern : Gallery.all()) {
        threads.add(Thread.ofPlatform().start(() -> durations.put(pattern.name(), timed(pattern))));
      }
      for (var thread : threads) {
        thread.join();
      }
    });

    assertThat(durations.keySet()).hasSameSizeAs(Gallery.all());
    assertThat(Gallery.all())
        .allMatch(pattern -> isInTime(durations.get(pattern.name())) || isInTimeAlone(pattern));
  }

  private static boolean isInTime(@Nullable Duration duration) {
    return duration != null && duration.compareTo(LIMIT) < 0;
  }

  /// On a machine that is busy with other things too, all of them at once may take longer.
  private static boolean isInTimeAlone(Pattern pattern) {
    var durations = new ArrayList<Duration>();
    for (int i = 0; i < 3 && durations.stream().noneMatch(RealRunsTest::isInTime); i++) {
      Printed.by(() -> durations.add(timed(pattern)));
    }
    return durations.stream().anyMatch(RealRunsTest::isInTime);
  }

  @Test
  void onSeveralThreadsOnlyTheGuardedCounterIsSureToLoseNoVisit() throws Exception {
    assertThat(Printed.by(SharedState::main))
        .containsPattern("of 20000000 visits, lost: \\d+\n")
        .endsWith("of 200000 visits, lost: 0\n");
  }

  @Test
  void whoKeepsTheCarriersIsNamed() throws Exception {
    var said = new AtomicBoolean();
    Consumer<Duration> untilSomebodySaysSo = _ -> spinUntil(said);
    Machine.use(new Machine(Machine.REAL.carriers(), untilSomebodySaysSo));
    var listener = listener(said);
    LOGGER.addHandler(listener);
    try {
      assertThat(Printed.by(BlockedCarrier::main))
          .containsPattern(
              "Treadle warns: task '\\d+' has kept its carrier for PT1S without a wait");
    } finally {
      LOGGER.removeHandler(listener);
      Machine.use(Machine.REAL);
    }
  }

  /// However slow the machine is: the lint may take its time.
  private static void spinUntil(AtomicBoolean said) {
    long start = System.nanoTime();
    while (!said.get() && System.nanoTime() - start < LIMIT.multipliedBy(4).toNanos()) {
      Thread.onSpinWait();
    }
  }

  private static Handler listener(AtomicBoolean said) {
    return new Handler() {
      @Override
      public void publish(LogRecord logged) {
        said.set(true);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static Duration timed(Pattern pattern) {
    long start = System.nanoTime();
    try {
      pattern.program().main();
    } catch (Exception failure) {
      throw new AssertionError(pattern.name() + " failed", failure);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
