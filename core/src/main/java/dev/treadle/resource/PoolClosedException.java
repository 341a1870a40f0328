package dev.treadle.resource;

/// Says that a [Pool] lends nothing any more: it was closed before, or while the caller waited.
///
/// {@snippet class=dev.treadle.resource.PoolSnippets region=closed lang=java}
public final class PoolClosedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PoolClosedException(String message) {
    super(message);
  }
}
