package dev.treadle.http.server;

import dev.treadle.Step;
import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// What can be said about a server. The defaults are safe on an open network.
///
/// {@snippet class=dev.treadle.http.server.HttpServerSnippets region=settings lang=java}
///
/// @param limits how much is taken from clients
/// @param timeouts how long things may take
/// @param onDisconnect what becomes of requests whose clients hang up; [Disconnect#CANCEL] unless
///   said otherwise
/// @param accessLog is told of every request; [AccessLog#NONE] unless said otherwise
/// @param compression whether answers are compressed for clients that ask for it; see
///   [Response#withoutCompression()]. On unless said otherwise
/// @param transport what a connection passes through before HTTP is spoken on it, such as TLS or
///   the PROXY protocol; nothing unless said otherwise. It has [Timeouts#head()] for that
public record ServerSettings(
    Limits limits,
    Timeouts timeouts,
    Disconnect onDisconnect,
    AccessLog accessLog,
    boolean compression,
    Step<ByteStream, ? extends ByteStream, IOException> transport) {

  static final Step<ByteStream, ByteStream, IOException> NO_TRANSPORT = stream -> stream;

  private static final ServerSettings DEFAULTS =
      new ServerSettings(
          Limits.DEFAULTS,
          Timeouts.DEFAULTS,
          Disconnect.CANCEL,
          AccessLog.NONE,
          true,
          NO_TRANSPORT);

  /// Checks that nothing is missing.
  public ServerSettings {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(onDisconnect, "onDisconnect");
    Objects.requireNonNull(accessLog, "accessLog");
    Objects.requireNonNull(transport, "transport");
  }

  static ServerSettings defaults() {
    return DEFAULTS;
  }

  /// Returns these settings with other [#limits()].
  public ServerSettings withLimits(UnaryOperator<Limits> change) {
    return new ServerSettings(
        change.apply(limits), timeouts, onDisconnect, accessLog, compression, transport);
  }

  /// Returns these settings with other [#timeouts()].
  public ServerSettings withTimeouts(UnaryOperator<Timeouts> change) {
    return new ServerSettings(
        limits, change.apply(timeouts), onDisconnect, accessLog, compression, transport);
  }

  /// Returns these settings with another [#onDisconnect()].
  public ServerSettings withOnDisconnect(Disconnect onDisconnect) {
    return new ServerSettings(limits, timeouts, onDisconnect, accessLog, compression, transport);
  }

  /// Returns these settings with another [#accessLog()].
  public ServerSettings withAccessLog(AccessLog accessLog) {
    return new ServerSettings(limits, timeouts, onDisconnect, accessLog, compression, transport);
  }

  /// Returns these settings with or without [#compression()].
  public ServerSettings withCompression(boolean compression) {
    return new ServerSettings(limits, timeouts, onDisconnect, accessLog, compression, transport);
  }

  /// Returns these settings with another [#transport()]: `tls::server`, or `stream ->
  /// tls.server(ProxyProtocol.read(stream))`.
  public ServerSettings withTransport(
      Step<ByteStream, ? extends ByteStream, IOException> transport) {
    return new ServerSettings(limits, timeouts, onDisconnect, accessLog, compression, transport);
  }
}
