package dev.treadle.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One node of the tree as it looked for a moment.
///
/// @param depth how far below a root
/// @param path its place in the tree
/// @param thread whose thread it is; `null` for a group
/// @param ageNanos how long ago it came into being, give or take a unit of [#AGE_SHIFT]
/// @param blocker what the thread is parked on
/// @param waitsFor the same in words
/// @param reason why it was cancelled
/// @param awaits the threads all of which must act before the wait can end; none if not known
public record Sighting(
    int depth,
    Role role,
    String path,
    @Nullable Thread thread,
    Condition condition,
    long ageNanos,
    @Nullable Object blocker,
    @Nullable String waitsFor,
    @Nullable String reason,
    List<Thread> awaits) {

  /// What a node is.
  public enum Role {
    /// What `Treadle.run` runs.
    PROGRAM,
    /// A thread that is inside a block of ours and is no task.
    THREAD,
    /// A group of tasks.
    GROUP,
    /// A task.
    TASK,
    /// A task that ends with the others of its group.
    DAEMON
  }

  /// What it is doing.
  public enum Condition {
    /// On a carrier, or ready to be.
    RUNNING,
    /// In a wait, ours or the JDK's.
    WAITING,
    /// Waits for the end of its tasks.
    JOINING,
    /// A scope around its code is cancelled.
    CANCELLING,
    /// The same, and a shield keeps it out.
    SHIELDED
  }

  /// Ages are kept in units of `2^AGE_SHIFT` nanoseconds, about 17 ms: so they fit an `int` for two
  /// years.
  public static final int AGE_SHIFT = 24;
}
