package dev.treadle.io.process;

import dev.treadle.TaskFailedException;
import dev.treadle.Treadle;
import java.time.Duration;
import java.util.Objects;

/// Programs that receive signals, in processes of their own.
final class SignalPrograms {

  private static final Duration FOREVER = Duration.ofDays(1000);

  private SignalPrograms() {}

  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "once" -> Treadle.run(SignalPrograms::once);
      case "stuck" -> Treadle.run(SignalPrograms::stuck);
      case "ignored" -> Treadle.run(SignalPrograms::ignored);
      default -> missing();
    }
  }

  private static void once() {
    try (var signals = Signals.receive("INT").open()) {
      System.out.println("ready");
      System.out.println("received " + signals.iterator().next());
    }
    System.out.println("goes on");
    try {
      Treadle.sleep(FOREVER);
    } finally {
      System.out.println("cleaned up");
    }
  }

  private static void stuck() {
    try {
      // Its end must not take away the handler that the end of the JVM has put there meanwhile.
      try (var signals = Signals.receive("INT").open()) {
        System.out.println("ready");
        System.out.println("received " + signals.iterator().next());
      }
    } finally {
      System.out.println("cleaning up for ever");
      Treadle.shield(FOREVER, () -> Treadle.sleep(FOREVER));
    }
  }

  private static void ignored() {
    try {
      System.out.println("received " + Signals.receive("HUP").first());
    } catch (TaskFailedException failed) {
      System.out.println(Objects.requireNonNull(failed.getCause(), "cause").getMessage());
    }
  }

  private static void missing() {
    try {
      var _ = Signals.receive("HUP");
    } catch (UnsupportedOperationException missing) {
      System.out.println(missing.getMessage());
    }
  }
}
