package dev.treadle.io.process;

import static dev.treadle.Treadle.moveOnAfter;

import dev.treadle.Task;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.monitor.TaskTree;
import java.io.IOException;
import java.time.Duration;

/// Programs that read their standard input.
final class StdinPrograms {

  private static final Duration SOON = Duration.ofMillis(20);

  private StdinPrograms() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "echo" -> Treadle.run(() -> Stdin.lines().forEach(line -> say("line " + line)));
      case "cancel" -> Treadle.run(StdinPrograms::cancel);
      case "turns" -> Treadle.run(StdinPrograms::turns);
      default -> Treadle.run(StdinPrograms::leave);
    }
  }

  private static void say(String text) {
    System.out.println(text);
  }

  /// Gives up waiting for a line, and reads on.
  private static void cancel() throws IOException {
    for (int round = 0; round < 5; round++) {
      var line = moveOnAfter(SOON, () -> String.valueOf(Stdin.readLine()));
      say(line.orElse("none"));
    }
    for (var line = Stdin.readLine(); line != null; line = Stdin.readLine()) {
      say("line " + line);
    }
    say("end");
  }

  /// Two that want to read at the same time.
  private static void turns() {
    TaskGroup.run(group -> {
      var first = group.start("first", () -> say("line " + Stdin.readLine()));
      awaitWaiting(first);
      try {
        say("not reached " + Stdin.readLine());
      } catch (IllegalStateException refused) {
        say(String.valueOf(refused.getMessage()));
      }
    });
  }

  private static void awaitWaiting(Task<?> task) {
    while (TaskTree.capture().find(task.path()).map(TaskTree.Entry::waitsFor).isEmpty()) {
      Treadle.sleep(Duration.ofMillis(1));
    }
  }

  /// Ends while nobody has written a line, and its input is open.
  private static void leave() {
    var _ = moveOnAfter(SOON, () -> Stdin.lines().first());
    say("left");
  }
}
