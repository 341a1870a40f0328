package dev.treadle.resource;

import org.jspecify.annotations.Nullable;

/// An item of a pool. What changes is guarded by the pool's lock.
final class Item<T> {

  final Opened<T> opened;
  final T value;

  /// When its lifetime ends ([Moments]).
  final int expires;

  /// When it was given back, or was opened.
  int idleSince;

  /// Whose it is; `null` while nobody has it.
  @Nullable Lease<T> lease;

  Item(Opened<T> opened, int now, int expires) {
    this.opened = opened;
    this.value = opened.value();
    this.idleSince = now;
    this.expires = expires;
  }
}
