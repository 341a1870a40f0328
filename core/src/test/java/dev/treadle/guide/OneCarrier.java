package dev.treadle.guide;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;

/// Tasks that count together without a lock, in a JVM with one carrier.
final class OneCarrier {

  private static final int TASKS = 8;
  private static final int EACH = 1_000_000;

  /// Between two waits of the tasks.
  private static final int AT_A_TIME = 100_000;

  private int count;

  private OneCarrier() {}

  public static void main(String[] arguments) {
    var carrier = new OneCarrier();
    Treadle.run(() ->
        TaskGroup.run(group -> {
          for (int i = 0; i < TASKS; i++) {
            group.start(() -> carrier.countInTurns());
          }
        }));
    System.out.println("counted " + carrier.count + " of " + TASKS * EACH);
  }

  private void countInTurns() {
    for (int i = 0; i < EACH / AT_A_TIME; i++) {
      countOn();
      Treadle.checkpoint();
    }
  }

  private void countOn() {
    for (int i = 0; i < AT_A_TIME; i++) {
      int before = count;
      Thread.onSpinWait(); // so that the loop is not one addition
      count = before + 1;
    }
  }
}
