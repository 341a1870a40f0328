package dev.treadle.http.websocket;

import dev.treadle.Each;
import org.jspecify.annotations.Nullable;

/// The program's part of a WebSocket: what runs in it, and how that ended.
final class Block<X extends Exception> {

  private final Each<? super WebSocket, X> body;
  private final boolean endsWithPeer;
  private boolean done;
  private @Nullable Exception thrown;

  /// @param endsWithPeer whether an exception that says that the peer closed in an orderly way is
  ///   the body's ordinary end
  Block(Each<? super WebSocket, X> body, boolean endsWithPeer) {
    this.body = body;
    this.endsWithPeer = endsWithPeer;
  }

  /// Runs the body, and keeps what it throws for [#rethrow()], unless it was cancelled.
  void run(WebSocket socket) {
    try {
      body.accept(socket);
      done = true;
    } catch (Exception e) {
      done = endsWithPeer && isByPeer(e);
      thrown = done ? null : e;
    }
  }

  private static boolean isByPeer(Exception e) {
    return e instanceof WebSocketClosedException closed
        && closed.isOrderly()
        && closed.by() == WebSocketClosedException.By.PEER;
  }

  /// What the peer is told about the body's end.
  int closeCode() {
    if (done) {
      return CloseCode.NORMAL;
    }
    return thrown == null ? CloseCode.GOING_AWAY : CloseCode.INTERNAL_ERROR;
  }

  boolean isDone() {
    return done;
  }

  WebSocketClosedException suppressedIn(WebSocketClosedException end) {
    if (thrown != null) {
      end.addSuppressed(thrown);
    }
    return end;
  }

  @SuppressWarnings("unchecked") // the body throws nothing else
  void rethrow() throws X {
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown != null) {
      throw (X) thrown;
    }
  }
}
