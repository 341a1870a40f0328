package dev.treadle.sync;

/// A barrier that a task waits at, or was about to, will not let it pass: somebody called
/// [Barrier#abort()] or [Barrier#reset()].
///
/// {@snippet class=dev.treadle.sync.BarrierSnippets region=broken lang=java}
public final class BarrierBrokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BarrierBrokenException(String message) {
    super(message);
  }
}
