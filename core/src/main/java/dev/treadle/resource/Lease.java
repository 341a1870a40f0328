package dev.treadle.resource;

import dev.treadle.Holdings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whose an item is.
final class Lease<T> implements Borrowed<T> {

  private final Stock<T> stock;
  private final @Nullable Holdings holdings;
  final Thread thread = Thread.currentThread();

  /// Since when ([Moments]).
  int since;

  /// Written under the pool's lock, before the holder gets this.
  @Nullable Item<T> item;

  /// Why it is of no effect any more.
  private volatile @Nullable String over;

  private volatile boolean discarded;

  Lease(Stock<T> stock, @Nullable Holdings holdings) {
    this.stock = stock;
    this.holdings = holdings;
  }

  Item<T> item() {
    return Objects.requireNonNull(item);
  }

  // --- For the holder

  @Override
  public T value() {
    requireOpen();
    return item().value;
  }

  @Override
  public void discard() {
    discarded = true;
  }

  @Override
  public Borrowed<T> adopt() {
    requireOpen();
    var mine = new Lease<>(stock, Holdings.current());
    if (!stock.handOver(this, mine)) {
      requireOpen(); // it was given back or taken away just now
    }
    gaveBack();
    stock.over(this);
    return mine.taken();
  }

  @Override
  public void close() {
    if (over == null && stock.giveBack(this, !discarded)) {
      gaveBack();
    }
    stock.over(this);
  }

  private void requireOpen() {
    var reason = over;
    if (reason != null) {
      throw new IllegalStateException("item of " + stock + " is not yours any more: " + reason);
    }
  }

  // --- For the pool

  /// The holder has it.
  Lease<T> taken() {
    if (holdings != null) {
      holdings.took(stock, 1);
    }
    stock.taken(this);
    return this;
  }

  /// It was ended, by whoever calls this.
  void gaveBack() {
    if (holdings != null) {
      var _ = holdings.gaveBack(stock, 1);
    }
  }

  void end(String why) {
    over = why;
  }

  boolean isOver() {
    return over != null;
  }

  /// Whether the end of its holder is told by [Holdings].
  boolean isOfTask() {
    return holdings != null && holdings.isOfTask();
  }

  /// What to call the holder in a message.
  String holder() {
    return holdings == null ? "thread '" + thread.getName() + "'" : holdings.describe();
  }

  @Override
  public String toString() {
    return "item of " + stock + (over == null ? "" : " (" + over + ")");
  }
}
