package dev.treadle.internal;

import dev.treadle.Body;
import org.jspecify.annotations.Nullable;

/// Marks a stack: what runs inside one of these methods does not want to hear of a lint.
///
/// A mark on the stack costs nothing, and whoever looks at a thread from outside sees it too, which
/// it would not see in a scoped value. Only of resources nobody looks at a stack, which would take
/// longer than to open one, so that block is told by a scoped value as well.
public final class Quiet {

  private static final ScopedValue<Boolean> LEAKS_MEANT = ScopedValue.newInstance();

  private Quiet() {}

  /// Runs a block in which a swallowed cancellation is meant.
  public static <T extends @Nullable Object, X extends Exception> T swallowedCancellation(
      Body<T, X> block) throws X {
    return block.run();
  }

  /// Runs a block in which an ignored interrupt is meant.
  public static <T extends @Nullable Object, X extends Exception> T ignoredInterrupt(
      Body<T, X> block) throws X {
    return block.run();
  }

  /// Runs a block that may keep its carrier.
  public static <T extends @Nullable Object, X extends Exception> T carrierHog(Body<T, X> block)
      throws X {
    return block.run();
  }

  /// Runs a block whose failures nobody need hear of.
  public static <T extends @Nullable Object, X extends Exception> T unawaitedFailure(
      Body<T, X> block) throws X {
    return block.run();
  }

  /// Runs a block whose resources need no closing.
  public static <T extends @Nullable Object, X extends Exception> T leakedResource(Body<T, X> block)
      throws X {
    return ScopedValue.where(LEAKS_MEANT, true).call(block::run);
  }

  /// Returns whether the calling code runs inside such a block.
  public static boolean isLeakMeant() {
    return LEAKS_MEANT.isBound();
  }
}
