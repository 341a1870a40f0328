package dev.treadle.sync;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Those who wait for permits, and the permits that were lost with their holders.
///
/// A permit is lost if its holder's task ends without giving it back. Who needs not wait does not
/// notice; who would have to is told, because it might be for ever.
abstract class PermitLine extends Line {

  private final AtomicInteger lost = new AtomicInteger();
  private volatile String lastLost = "";

  PermitLine(boolean strict) {
    super(strict);
  }

  /// Takes so many permits if they are there, whoever waits.
  abstract boolean take(int permits);

  /// Puts permits back. Does not serve.
  abstract void put(int permits);

  abstract boolean has(int permits);

  final boolean tryAcquire(PermitToken token) {
    return mode != STRICT && take(token.permits);
  }

  /// Puts permits back and serves those who wait.
  final void release(int permits) {
    put(permits);
    int now = mode;
    if (now == ASLEEP || now == STRICT) {
      serve();
    }
  }

  final void lost(int permits, String by) {
    lastLost = by;
    lost.addAndGet(permits);
    dissolve(reproach());
  }

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

  /// What an example in a message calls it.
  abstract String variable();

  @Override
  @Nullable String broken(Place place) {
    return lost.get() > 0 ? reproach() : null;
  }

  @Override
  boolean tryTake(Place place) {
    return take(((PermitToken) place.request).permits);
  }

  @Override
  boolean isThere(Place place) {
    return has(((PermitToken) place.request).permits);
  }

  @Override
  void putBack(Place place) {
    put(((PermitToken) place.request).permits);
  }
}
