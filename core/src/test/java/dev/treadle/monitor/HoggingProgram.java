package dev.treadle.monitor;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import java.time.Duration;

/// Tasks that compute, in a JVM whose carriers are counted. The arguments say which, one after the
/// other; `watched` prints whether anybody watches them.
final class HoggingProgram {

  private static final Duration LONG = Duration.ofMillis(1_500);
  private static final Duration NOT_LONG = Duration.ofMillis(600);
  private static final int TURNS = 4;

  private HoggingProgram() {}

  public static void main(String[] arguments) {
    Treadle.run(() ->
        TaskGroup.run(
            "work",
            group -> {
              for (var name : arguments) {
                group.start(name, () -> work(name)).await();
              }
            }));
    System.out.println("ended");
  }

  private static void work(String name) {
    switch (name) {
      case "hog" -> compute(LONG);
      case "turns" -> computeInTurns();
      case "watched" -> System.out.println(name + ": " + isWatched());
      default -> throw new IllegalArgumentException(name);
    }
  }

  private static void computeInTurns() {
    for (int i = 0; i < TURNS; i++) {
      compute(NOT_LONG);
      Treadle.checkpoint();
    }
  }

  private static void compute(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static boolean isWatched() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("treadle-carrier-watch"));
  }
}
