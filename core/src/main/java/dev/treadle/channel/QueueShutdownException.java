package dev.treadle.channel;

/// Thrown by a [WorkQueue] that was shut down: by a put at once, by a take when nothing is left.
///
/// {@snippet class=dev.treadle.channel.WorkQueueSnippets region=shutdown lang=java}
///
/// @see WorkQueue#shutdown()
public final class QueueShutdownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  QueueShutdownException(String message) {
    super(message);
  }
}
