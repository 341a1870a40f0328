package dev.treadle.monitor;

import dev.treadle.test.RealTime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;

/// Loses resources it has not closed, and prints what the lint says of them: the messages, and
/// which of its own methods are in the stacks.
final class LosingProgram {

  private LosingProgram() {}

  public static void main(String[] arguments) throws Exception {
    try (var findings = Findings.begin()) {
      // One after the other: when the second has been reported, the first has been looked at.
      var legacy = Legacy.openOne();
      collectUntil(() -> legacy.get() == null);
      openOne();
      collectUntil(() -> findings.messages().stream().anyMatch(said -> said.startsWith("file")));
      findings.messages().forEach(System.out::println);
      findings.stacks().forEach(LosingProgram::print);
    }
  }

  private static void openOne() {
    var _ = Resources.track(new Object(), () -> "file a.log");
  }

  /// What is to be left alone.
  private static final class Legacy {

    static WeakReference<Object> openOne() {
      var resource = new Object();
      var _ = Resources.track(resource, () -> "legacy b.log");
      return new WeakReference<>(resource);
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void collectUntil(Condition condition) throws InterruptedException {
    RealTime.eventually(
        Duration.ofSeconds(60),
        () -> {
          System.gc();
          if (!condition.holds()) {
            throw new AssertionError("expected it to be collected, and it is not");
          }
        });
  }

  private static void print(Throwable stack) {
    Arrays.stream(stack.getStackTrace())
        .filter(frame -> frame.getClassName().equals(LosingProgram.class.getName()))
        .forEach(frame -> System.out.println("  in " + frame.getMethodName()));
  }
}
