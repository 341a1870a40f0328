package dev.treadle.http.websocket;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// How far a WebSocket is on the way to its end: the closing handshake of RFC 6455, 7, and the ways
/// around it.
///
/// It is over when nothing will be received any more. Before that, this end may have closed: then
/// nothing is sent, but what the peer had sent is still received.
final class Closing {

  private final AtomicReference<@Nullable End> end = new AtomicReference<>();

  /// What this end closed with, if it was the first.
  private final AtomicReference<@Nullable End> ours = new AtomicReference<>();

  /// The close frame that is to be sent.
  private final AtomicReference<@Nullable End> owed = new AtomicReference<>();

  private final Runnable onChange;
  private volatile boolean closeSent;
  private volatile boolean closeReceived;

  /// @param onChange called when it is over or a close frame is to be sent; must not wait
  Closing(Runnable onChange) {
    this.onChange = onChange;
  }

  // --- What happens

  /// This end wants to close.
  void begin(int code, String reason) {
    var wanted = End.bySelf(code, reason);
    if (end.get() == null && ours.compareAndSet(null, wanted)) {
      owe(wanted);
    }
  }

  /// The peer's close frame came.
  void receivedClose(int code, String reason) {
    closeReceived = true;
    var first = ours.get();
    var echo = End.byPeer(code, reason);
    over(first == null ? echo : first);
    owe(echo);
  }

  /// The peer broke the rules, or this end cannot go on.
  void fail(int code, String reason) {
    var failure = End.bySelf(code, reason);
    if (over(failure)) {
      owe(failure);
    }
  }

  /// The connection is of no use any more.
  void lose(String reason, @Nullable Throwable cause) {
    over(End.broken(reason, cause));
  }

  private boolean over(End how) {
    boolean first = end.compareAndSet(null, how);
    if (first) {
      onChange.run();
    }
    return first;
  }

  private void owe(End frame) {
    if (!closeSent) {
      owed.compareAndSet(null, frame);
      onChange.run();
    }
  }

  /// Nothing is to be sent any more: the close frame is on its way, or no frame can be sent. By who
  /// may send frames.
  void sentLast() {
    closeSent = true;
    owed.set(null);
  }

  // --- How things stand

  /// Returns the close frame that is to be sent, if one is.
  @Nullable End owed() {
    return closeSent || isLost() ? null : owed.get();
  }

  @Nullable End end() {
    return end.get();
  }

  boolean isOver() {
    return end.get() != null;
  }

  /// Whether it is over without a close frame, and none can be sent.
  boolean isLost() {
    var how = end.get();
    return how != null && how.by() == WebSocketClosedException.By.NOBODY;
  }

  /// Whether this end may still send messages.
  boolean isSendable() {
    return end.get() == null && ours.get() == null;
  }

  boolean isCloseSent() {
    return closeSent;
  }

  boolean isCloseReceived() {
    return closeReceived;
  }

  void requireOpen() throws WebSocketClosedException {
    var how = end.get();
    if (how != null) {
      throw how.toException();
    }
  }

  void requireSendable() throws WebSocketClosedException {
    requireOpen();
    var how = ours.get();
    if (how != null) {
      throw how.toException();
    }
  }

  /// Returns what to throw after something that failed because of the end.
  WebSocketClosedException exception() {
    var how = end.get();
    if (how == null) {
      throw new IllegalStateException("closing: expected the end to be known, found none");
    }
    return how.toException();
  }
}
