package dev.treadle.http.websocket;

import dev.treadle.http.wire.Octets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What can be said about a WebSocket before it is opened, at either end.
///
/// {@snippet class=dev.treadle.http.websocket.WebSocketSnippets region=settings lang=java}
///
/// @param subprotocols the subprotocols this end speaks, the best first; none unless said otherwise
/// @param compression how messages are compressed if the peer agrees; they are not unless said so
/// @param limits how long messages and frames may be
/// @param pingInterval after how long without a sign of life the peer is sent a ping; zero sends
///   none. Twenty seconds unless said otherwise
/// @param pongTimeout how long the peer then has to say anything before the WebSocket breaks;
///   twenty seconds unless said otherwise
/// @param closeTimeout how long closing waits for the peer; ten seconds unless said otherwise
public record WebSocketSettings(
    List<String> subprotocols,
    Optional<CompressionSettings> compression,
    Limits limits,
    Duration pingInterval,
    Duration pongTimeout,
    Duration closeTimeout) {

  private static final WebSocketSettings DEFAULT =
      new WebSocketSettings(
          List.of(),
          Optional.empty(),
          new Limits(1 << 20, 16 << 20, 1 << 16),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10));

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if a subprotocol is no token or named twice, or a duration is
  ///   not as it must be
  public WebSocketSettings {
    subprotocols = List.copyOf(subprotocols);
    subprotocols.forEach(WebSocketSettings::requireToken);
    if (new HashSet<>(subprotocols).size() < subprotocols.size()) {
      throw new IllegalArgumentException("subprotocols: expected each once, found " + subprotocols);
    }
    var _ = Checks.notNegative("pingInterval", pingInterval);
    var _ = Checks.positive("pongTimeout", pongTimeout);
    var _ = Checks.positive("closeTimeout", closeTimeout);
  }

  private static void requireToken(String subprotocol) {
    if (!Octets.isToken(subprotocol)) {
      throw new IllegalArgumentException(
          "subprotocols: expected letters, digits and !#$%&'*+-.^_`|~ only, found '"
              + subprotocol
              + "'");
    }
  }

  /// How long things may be, so that no peer can fill the memory.
  ///
  /// @param message how many bytes a message may have that is received in one piece, after
  ///   decompression; 1 MiB unless said otherwise
  /// @param frame how many bytes a received frame may have, as it is on the wire; 16 MiB unless
  ///   said otherwise
  /// @param fragment in pieces of how many bytes a long message is sent, so that pings get through
  ///   between; 64 KiB unless said otherwise
  public record Limits(int message, long frame, int fragment) {

    /// Checks each of them.
    ///
    /// @throws IllegalArgumentException if one is less than 1, or `fragment` less than 128
    public Limits {
      var _ = Checks.atLeast("message", 1, message);
      var _ = Checks.atLeast("frame", 1, frame);
      var _ = Checks.atLeast("fragment", 128, fragment);
    }
  }

  /// Returns the settings that hold unless something else is said.
  public static WebSocketSettings defaults() {
    return DEFAULT;
  }

  /// Returns these settings with subprotocols, the best first.
  ///
  /// @throws IllegalArgumentException if one is no token, or named twice
  public WebSocketSettings withSubprotocols(String... subprotocols) {
    return new WebSocketSettings(
        List.of(subprotocols), compression, limits, pingInterval, pongTimeout, closeTimeout);
  }

  /// Returns these settings with compression, if the peer agrees.
  public WebSocketSettings withCompression(CompressionSettings compression) {
    return new WebSocketSettings(
        subprotocols, Optional.of(compression), limits, pingInterval, pongTimeout, closeTimeout);
  }

  /// Returns these settings with a limit for messages that are received in one piece.
  ///
  /// @param bytes after decompression, at least 1
  /// @throws IllegalArgumentException if it is less
  public WebSocketSettings withMaxMessage(int bytes) {
    return withLimits(new Limits(bytes, limits.frame(), limits.fragment()));
  }

  /// Returns these settings with a limit for received frames.
  ///
  /// @param bytes as on the wire, at least 1
  /// @throws IllegalArgumentException if it is less
  public WebSocketSettings withMaxFrame(long bytes) {
    return withLimits(new Limits(limits.message(), bytes, limits.fragment()));
  }

  /// Returns these settings with another size of the pieces in which long messages are sent.
  ///
  /// @param bytes at least 128
  /// @throws IllegalArgumentException if it is less
  public WebSocketSettings withFragment(int bytes) {
    return withLimits(new Limits(limits.message(), limits.frame(), bytes));
  }

  private WebSocketSettings withLimits(Limits limits) {
    return new WebSocketSettings(
        subprotocols, compression, limits, pingInterval, pongTimeout, closeTimeout);
  }

  /// Returns these settings with pings to a peer that says nothing.
  ///
  /// @param interval after how long without a sign of life a ping is sent, above zero
  /// @param timeout how long the peer then has, above zero
  /// @throws IllegalArgumentException if one is not
  public WebSocketSettings withPings(Duration interval, Duration timeout) {
    return new WebSocketSettings(
        subprotocols,
        compression,
        limits,
        Checks.positive("interval", interval),
        timeout,
        closeTimeout);
  }

  /// Returns these settings without pings: a peer that vanished is noticed when something is sent,
  /// if at all.
  public WebSocketSettings withoutPings() {
    return new WebSocketSettings(
        subprotocols, compression, limits, Duration.ZERO, pongTimeout, closeTimeout);
  }

  /// Returns these settings with another time that closing waits for the peer.
  ///
  /// @throws IllegalArgumentException if it is not above zero
  public WebSocketSettings withCloseTimeout(Duration closeTimeout) {
    return new WebSocketSettings(
        subprotocols, compression, limits, pingInterval, pongTimeout, closeTimeout);
  }
}
