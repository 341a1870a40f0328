package dev.treadle.resource;

import dev.treadle.CancelScope;
import dev.treadle.Treadle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One attempt to open an item, in a thread of the pool's: whoever waits for the item may give up,
/// and the attempt goes on, so that nothing is lost and nothing begun in vain.
final class Opening<T> implements Runnable {

  /// Nobody gets to see it: those who wait are sent away when the pool is closed.
  private static final Throwable CANCELLED =
      new PoolClosedException("the pool was closed while it opened an item");

  private final Stock<T> stock;
  private final Resource<T> resource;
  private final Duration timeout;
  private volatile @Nullable CancelScope scope;
  private volatile boolean cancelled;

  private @Nullable Opened<T> opened;

  Opening(Stock<T> stock, Resource<T> resource, Duration timeout) {
    this.stock = stock;
    this.resource = resource;
    this.timeout = timeout;
  }

  @Override
  public void run() {
    Throwable failure = CANCELLED;
    try {
      var _ = CancelScope.run(this::open);
    } catch (Throwable thrown) { // whatever it is, somebody may wait for it
      failure = thrown;
    }
    if (opened != null) {
      stock.opened(this, opened);
    } else {
      stock.notOpened(this, failure);
    }
  }

  // One of the two sees the other.
  private void open(CancelScope inside) {
    scope = inside;
    if (cancelled) {
      inside.cancel("the pool was closed");
    }
    opened = Treadle.timeout(timeout, resource::open);
  }

  /// The pool is closed, and nobody needs it any more. Never waits.
  void cancel() {
    cancelled = true;
    var inside = scope;
    if (inside != null) {
      inside.cancel("the pool was closed");
    }
  }
}
