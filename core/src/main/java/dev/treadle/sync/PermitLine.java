package dev.treadle.sync;

import dev.treadle.Holdings;
import dev.treadle.Lender;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Those who wait for permits, and the permits that were lost with their holders.
///
/// A permit is lost if its holder's task ends without giving it back. Who needs not wait does not
/// notice; who would have to is told, because it might be for ever.
abstract class PermitLine extends Line implements Lender {

  private final AtomicInteger lost = new AtomicInteger();
  private volatile String lastLost = "";

  /// Who came last, for a guess who comes now.
  private @Nullable Holdings lastHolder;

  PermitLine(boolean strict) {
    super(strict);
  }

  /// Takes so many permits if they are there, whoever waits.
  abstract boolean take(int permits);

  /// Puts permits back. Does not serve.
  abstract void put(int permits);

  abstract boolean has(int permits);

  /// What an example in a message calls it.
  abstract String variable();

  /// The entry check of a wait. Returns the caller's holdings.
  final @Nullable Holdings enter() {
    var last = lastHolder;
    var present = Holdings.enter(last);
    if (present != last) {
      lastHolder = present;
    }
    return present;
  }

  /// Takes so many permits unless there are too few or somebody is to be served first.
  final boolean tryAcquire(int permits) {
    return mode != STRICT && take(permits);
  }

  /// Puts permits back and serves those who wait.
  final void release(int permits) {
    put(permits);
    int now = mode;
    if (now == ASLEEP || now == STRICT) {
      serve();
    }
  }

  // --- Lost permits

  @Override
  public final void abandoned(int permits, String by) {
    lastLost = by;
    if (lost.addAndGet(permits) > 0) {
      dissolve(reproach());
    }
  }

  /// What was reported as lost is given back after all, or is about to be reported so.
  final void found(int permits) {
    lost.addAndGet(-permits);
  }

  private String reproach() {
    int permits = lost.get();
    return this
        + " lacks "
        + (permits == 1 ? "a permit" : permits + " permits")
        + " that "
        + lastLost
        + " held, which ended without releasing; use try (var _ = "
        + variable()
        + ".acquire())";
  }

  @Override
  @Nullable String broken() {
    return lost.get() > 0 ? reproach() : null;
  }

  // --- Serving

  @Override
  final boolean tryTake(Place place) {
    return take(place.amount);
  }

  @Override
  final boolean isThere(Place place) {
    return has(place.amount);
  }

  @Override
  final void putBack(Place place) {
    put(place.amount);
  }
}
