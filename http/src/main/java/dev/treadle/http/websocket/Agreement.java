package dev.treadle.http.websocket;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the two ends of a WebSocket agreed upon in the handshake.
///
/// @see WebSocketHandshake
public final class Agreement {

  private static final Agreement NOTHING = new Agreement(null, null);

  private final @Nullable String subprotocol;
  private final @Nullable DeflateTerms deflate;

  Agreement(@Nullable String subprotocol, @Nullable DeflateTerms deflate) {
    this.subprotocol = subprotocol;
    this.deflate = deflate;
  }

  /// Returns the agreement of two ends that speak no subprotocol and do not compress: for streams
  /// on which no handshake took place.
  public static Agreement plain() {
    return NOTHING;
  }

  /// Returns the subprotocol, if there is one.
  public Optional<String> subprotocol() {
    return Optional.ofNullable(subprotocol);
  }

  /// Returns whether messages may be compressed.
  public boolean isCompressed() {
    return deflate != null;
  }

  @Nullable DeflateTerms deflate() {
    return deflate;
  }

  @Override
  public String toString() {
    return "agreement on "
        + (subprotocol == null ? "no subprotocol" : "subprotocol '" + subprotocol + "'")
        + (deflate == null ? ", no compression" : ", compression");
  }
}
