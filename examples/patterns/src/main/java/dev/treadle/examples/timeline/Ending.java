package dev.treadle.examples.timeline;

/// How a task ended, as far as a stranger can know.
public sealed interface Ending {

  /// It returned.
  record Returned() implements Ending {}

  /// It was cancelled.
  record Cancelled() implements Ending {}

  /// It threw.
  ///
  /// @param type the class of what it threw, with its package
  record Failed(String type) implements Ending {}

  /// It ended: a program, or a body on a pool's thread, of which no more is recorded.
  record Ended() implements Ending {}

  /// Reads field `outcome` of the event `dev.treadle.TaskEnd`.
  static Ending of(String outcome) {
    return switch (outcome) {
      case "success" -> new Returned();
      case "cancelled" -> new Cancelled();
      default -> new Failed(outcome);
    };
  }

  /// Says it in a few words.
  default String text() {
    return this instanceof Failed(var type)
        ? "failed: " + type.substring(type.lastIndexOf('.') + 1)
        : word();
  }

  /// Says it in one word.
  default String word() {
    return switch (this) {
      case Returned() -> "returned";
      case Cancelled() -> "cancelled";
      case Failed(_) -> "failed";
      case Ended() -> "ended";
    };
  }
}
