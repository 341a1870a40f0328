package dev.treadle.monitor;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Tasks that compute, in a JVM whose carriers are counted: whether somebody watches them, and what
/// is said of them. The arguments say which, one after the other.
final class HoggingProgram {

  private static final Duration LONG = Duration.ofMillis(2_500);
  private static final Duration NOT_LONG = Duration.ofMillis(400);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int TURNS = 6;

  private HoggingProgram() {}

  public static void main(String[] arguments) {
    // Before anybody listens, who would switch on what is on.
    Treadle.run(() -> System.out.println("watched: " + isWatched()));
    try (var findings = Findings.begin()) {
      Treadle.run(() ->
          TaskGroup.run(
              "work",
              group -> {
                for (var name : arguments) {
                  group.start(name, () -> work(name, findings)).await();
                }
              }));
      findings.messages().forEach(System.out::println);
    }
  }

  private static void work(String name, Findings findings) {
    switch (name) {
      case "turns" -> computeInTurns();
      case "long" -> compute(LONG, () -> false);
      case "until-reported" -> compute(Duration.ofMinutes(1), () -> !findings.messages().isEmpty());
      default -> throw new IllegalArgumentException(name);
    }
  }

  /// Gives way by a wait: on one carrier of a busy machine, a checkpoint may come too soon to the
  /// turn again for anybody else to run.
  private static void computeInTurns() {
    for (int i = 0; i < TURNS; i++) {
      compute(NOT_LONG, () -> false);
      Treadle.sleep(PAUSE);
    }
  }

  private static void compute(Duration atMost, BooleanSupplier isEnough) {
    long end = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < end && !isEnough.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static boolean isWatched() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("treadle-carrier-watch"));
  }
}
