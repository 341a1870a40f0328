package dev.treadle.sync;

import dev.treadle.Hold;
import org.jspecify.annotations.Nullable;

/// The token of a mutex.
final class MutexToken extends Hold implements Token {

  private final MutexLine line;

  /// The task that ended as the holder.
  private volatile @Nullable String endedHolder;

  MutexToken(MutexLine line) {
    this.line = line;
  }

  /// It is the mutex's owner now.
  MutexToken acquired() {
    taken();
    return this;
  }

  @Override
  public void close() {
    if (line.release(this)) {
      givenBack();
    }
  }

  @Override
  public Token adopt() {
    var mine = new MutexToken(line);
    if (!line.handOver(this, mine)) {
      throw new IllegalStateException(
          line
              + " cannot be taken over: expected a token that is open, found one that was closed or taken over");
    }
    givenBack();
    return mine.acquired();
  }

  Thread thread() {
    return holder();
  }

  String holderName() {
    return describeHolder();
  }

  @Override
  protected void abandoned(String by) {
    endedHolder = by;
    line.ownerEnded(this);
  }

  /// Whether the holder cannot give it back any more.
  boolean isOrphaned() {
    return endedHolder != null || !holder().isAlive();
  }

  String reproach() {
    var by = endedHolder;
    return line
        + " was held by "
        + (by != null ? by : describeHolder())
        + ", which ended without releasing it; use try (var _ = mutex.acquire())";
  }
}
