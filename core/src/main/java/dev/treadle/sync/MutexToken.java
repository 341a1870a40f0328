package dev.treadle.sync;

import static dev.treadle.Treadle.shield;

import dev.treadle.Hold;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The token of a mutex.
final class MutexToken extends Hold implements Token {

  private static final Duration WHATEVER_IT_TAKES = Duration.ofNanos(Long.MAX_VALUE);

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
              + ": expected a token that is open to be taken over, found one that was closed or taken"
              + " over");
    }
    givenBack();
    return mine.acquired();
  }

  /// The holder gives it back for a while.
  void lend() {
    line.release(this);
    givenBack();
  }

  /// The holder takes it back, waiting for it whoever is cancelled meanwhile.
  void takeBack() {
    if (!line.tryTake(this)) {
      shield(WHATEVER_IT_TAKES, () -> line.await(this));
    }
    taken();
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
