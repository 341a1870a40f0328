package dev.treadle.sync;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A semaphore that never has more permits than in the beginning: asyncio's `BoundedSemaphore`.
///
/// To release what was not taken is a mistake that an ordinary semaphore keeps to itself, and this
/// one does not. It also knows what can never be had, and says so at once.
///
/// {@snippet class=dev.treadle.sync.SemaphoreSnippets region=bounded lang=java}
public final class BoundedSemaphore extends Semaphore {

  private final int bound;

  private BoundedSemaphore(@Nullable String name, int permits, boolean fair) {
    super(name, permits, fair);
    this.bound = permits;
  }

  /// Creates a bounded semaphore whose permits running tasks may take before those who wait, for a
  /// while.
  ///
  /// @param permits how many there are
  /// @throws IllegalArgumentException if that is less than 0
  public static BoundedSemaphore of(int permits) {
    return new BoundedSemaphore(null, permits, false);
  }

  /// The same with a name.
  ///
  /// @param name what messages and task trees call it
  /// @throws IllegalArgumentException if `permits` is less than 0
  public static BoundedSemaphore of(String name, int permits) {
    return new BoundedSemaphore(Objects.requireNonNull(name, "name"), permits, false);
  }

  /// Creates a bounded semaphore whose permits are had strictly in order of arrival.
  ///
  /// @param permits how many there are
  /// @throws IllegalArgumentException if that is less than 0
  public static BoundedSemaphore fair(int permits) {
    return new BoundedSemaphore(null, permits, true);
  }

  /// The same with a name.
  ///
  /// @param name what messages and task trees call it
  /// @throws IllegalArgumentException if `permits` is less than 0
  public static BoundedSemaphore fair(String name, int permits) {
    return new BoundedSemaphore(Objects.requireNonNull(name, "name"), permits, true);
  }

  /// Returns how many permits there are, whoever has them.
  public int bound() {
    return bound;
  }

  @Override
  int most() {
    return bound;
  }
}
