package dev.treadle;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A scope that keeps out cancellations from outside, for a time.
///
/// The time starts when the first of them arrives; then the shield itself is cancelled. Until then
/// the strand's wake word is as if nothing had happened. What a shield kept out is delivered behind
/// it.
final class Shield extends Block {

  private final Duration grace;
  private final long graceNanos;

  private Shield(Strand strand, Duration grace) {
    super(strand.innermost(), strand);
    this.grace = grace;
    this.graceNanos = Durations.notNegative("grace", grace);
  }

  static <T extends @Nullable Object, X extends Exception> T call(Duration grace, Body<T, X> body)
      throws X {
    Objects.requireNonNull(body, "body");
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return BorrowedStrand.call(() -> call(grace, body));
    }
    return new Shield(strand, grace).run(body);
  }

  private <T extends @Nullable Object, X extends Exception> T run(Body<T, X> body) throws X {
    var told = enter();
    T value;
    try {
      value = body.run();
    } catch (Throwable thrown) {
      OpenGroups.closeAllIn(this, thrown);
      leave(told, thrown);
      throw Sneaky.<RuntimeException>rethrow(thrown);
    }
    try {
      OpenGroups.requireNoneIn(this);
    } finally {
      leave(told, null);
    }
    return value;
  }

  /// Returns what the code outside was told of its cancellation.
  private Told enter() {
    strand().enter(this);
    var told = strand().crossShield();
    if (cancelledFrom(parent) != null) {
      cancellationArrived();
    }
    return told;
  }

  private void leave(Told before, @Nullable Throwable thrown) {
    var strand = strand();
    strand.enter(Objects.requireNonNull(parent));
    var own = seal();
    var _ = strand.crossShield();
    boolean told = thrown != null && Blocks.saysCancelled(thrown);
    if (cancelledFrom(parent) == null) {
      if (own != null && thrown != null && told) {
        throw Blocks.failure(this, thrown);
      }
      return;
    }
    if (told || before == Told.CANCELLED) {
      strand.toThrown();
    } else {
      strand.toSent(before);
    }
    if (told && !(thrown instanceof Cancelled)) {
      throw Blocks.translated(strand, thrown);
    }
  }

  /// A cancellation from outside has reached this shield.
  void cancellationArrived() {
    deadlineNoLaterThan(Durations.saturatedSum(strand().world().nanoTime(), graceNanos));
  }

  @Override
  long graceNanos() {
    return graceNanos;
  }

  @Override
  void expired() {
    var outside = cancelledFrom(parent);
    var cancellation = outside == null ? null : outside.cancellation();
    if (cancellation != null) {
      cancel(new Cancellation(cancellation.origin, false));
    } else {
      super.expired();
    }
  }

  @Override
  String describe() {
    return "shield of " + grace;
  }
}
