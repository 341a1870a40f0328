package dev.treadle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Programs that are stopped from outside, each in a JVM of its own.
final class StoppedPrograms {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final CountDownLatch STARTED = new CountDownLatch(1);

  private StoppedPrograms() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "cleanup" -> cleanup();
      case "stuck" -> Treadle.run(StoppedPrograms::stuck);
      case "exit" -> Treadle.run(() -> TaskGroup.run(StoppedPrograms::exit));
      case "exit-offloaded" -> Treadle.run(() -> Treadle.blocking(() -> System.exit(3)));
      case "late" -> late();
      case "late-second" -> lateSecond();
      case "ended" -> ended();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void cleanup() {
    try {
      Treadle.run(() -> Treadle.gather(StoppedPrograms::sleeper, StoppedPrograms::reader));
    } catch (Cancelled cancelled) {
      System.out.println("not always reached");
    }
  }

  private static void sleeper() {
    try {
      System.out.println("started");
      STARTED.countDown();
      Treadle.sleep(HOUR);
    } catch (Cancelled cancelled) {
      System.out.println(cancelled.reason());
      throw cancelled;
    } finally {
      Treadle.shield(HOUR, () -> Treadle.sleep(Duration.ofMillis(100)));
      System.out.println("cleaned up");
    }
  }

  private static void reader() throws InterruptedException {
    Thread.sleep(HOUR);
  }

  private static void stuck() {
    Treadle.gather(() -> {
      System.out.println("started");
      try {
        Treadle.sleep(HOUR);
      } finally {
        System.out.println("cleaning up for ever");
        Treadle.shield(HOUR, () -> Treadle.sleep(HOUR));
      }
    });
  }

  private static void exit(TaskGroup group) {
    group.start(StoppedPrograms::sleeper);
    group.start(() -> {
      STARTED.await();
      System.exit(3);
    });
  }

  /// A second program that begins when the JVM stops already.
  private static void late() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                Treadle.run(() -> System.out.println("ran all the same"));
              } catch (Cancelled cancelled) {
                System.out.println("refused: " + cancelled.reason());
              }
            }));
    System.exit(0);
  }

  /// Hooks run side by side: programs go on beginning until ours has been there.
  private static void lateSecond() {
    Treadle.run(() -> {});
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                while (true) {
                  Treadle.run(() -> {});
                }
              } catch (Cancelled cancelled) {
                System.out.println("refused: " + cancelled.reason());
              }
            }));
    System.exit(0);
  }

  private static void ended() throws InterruptedException {
    Treadle.run(() -> Treadle.sleep(Duration.ofMillis(1)));
    System.out.println("started");
    Thread.sleep(HOUR);
  }
}
