package dev.treadle.http.websocket;

import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.TaskFailedException;
import org.jspecify.annotations.Nullable;

/// The program's part of a WebSocket: what runs in it, and how that ended.
final class Block<X extends Exception> {

  private final Each<? super WebSocket, X> body;
  private final boolean endsWithPeer;
  private boolean done;
  private int closeCode = CloseCode.INTERNAL_ERROR;
  private @Nullable Exception thrown;

  /// @param endsWithPeer whether an exception that says that the peer closed in an orderly way, or
  ///   that this end goes away, is the body's ordinary end
  Block(Each<? super WebSocket, X> body, boolean endsWithPeer) {
    this.body = body;
    this.endsWithPeer = endsWithPeer;
  }

  /// Runs the body, and keeps what it throws for [#rethrow()], unless it was cancelled.
  void run(WebSocket socket) {
    try {
      body.accept(socket);
      returned();
    } catch (Cancelled cancelled) {
      closeCode = CloseCode.GOING_AWAY;
      throw cancelled;
    } catch (Exception e) {
      if (endsWithPeer && isOrdinary(e)) {
        returned();
      } else {
        thrown = e;
      }
    }
  }

  private void returned() {
    done = true;
    closeCode = CloseCode.NORMAL;
  }

  /// Also of a group that failed of nothing else.
  private static boolean isOrdinary(Throwable e) {
    return switch (e) {
      case TaskFailedException failed -> failed.failures().stream().allMatch(Block::isOrdinary);
      case WebSocketClosedException closed ->
          closed.isOrderly()
              && (closed.by() == WebSocketClosedException.By.PEER
                  || closed.code() == CloseCode.GOING_AWAY);
      default -> false;
    };
  }

  /// What the peer is told about the body's end.
  int closeCode() {
    return closeCode;
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
