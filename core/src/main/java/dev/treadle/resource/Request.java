package dev.treadle.resource;

import dev.treadle.Waiter;

/// Somebody who waits for an item.
final class Request<T> extends Waiter<Object> {

  /// Woken with this when the lease has its item.
  static final Object READY = "ready";

  /// Woken with this when the pool is closed.
  static final Object CLOSED = "closed";

  final Lease<T> lease;
  final long since;

  Request(Stock<T> stock, Lease<T> lease, long since) {
    super(stock);
    this.lease = lease;
    this.since = since;
  }
}
