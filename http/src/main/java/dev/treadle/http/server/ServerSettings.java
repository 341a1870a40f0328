package dev.treadle.http.server;

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
public record ServerSettings(
    Limits limits,
    Timeouts timeouts,
    Disconnect onDisconnect,
    AccessLog accessLog,
    boolean compression) {

  private static final ServerSettings DEFAULTS =
      new ServerSettings(
          Limits.DEFAULTS, Timeouts.DEFAULTS, Disconnect.CANCEL, AccessLog.NONE, true);

  /// Checks that nothing is missing.
  public ServerSettings {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(onDisconnect, "onDisconnect");
    Objects.requireNonNull(accessLog, "accessLog");
  }

  static ServerSettings defaults() {
    return DEFAULTS;
  }

  /// Returns these settings with other [#limits()].
  public ServerSettings withLimits(UnaryOperator<Limits> change) {
    return new ServerSettings(change.apply(limits), timeouts, onDisconnect, accessLog, compression);
  }

  /// Returns these settings with other [#timeouts()].
  public ServerSettings withTimeouts(UnaryOperator<Timeouts> change) {
    return new ServerSettings(limits, change.apply(timeouts), onDisconnect, accessLog, compression);
  }

  /// Returns these settings with another [#onDisconnect()].
  public ServerSettings withOnDisconnect(Disconnect onDisconnect) {
    return new ServerSettings(limits, timeouts, onDisconnect, accessLog, compression);
  }

  /// Returns these settings with another [#accessLog()].
  public ServerSettings withAccessLog(AccessLog accessLog) {
    return new ServerSettings(limits, timeouts, onDisconnect, accessLog, compression);
  }

  /// Returns these settings with or without [#compression()].
  public ServerSettings withCompression(boolean compression) {
    return new ServerSettings(limits, timeouts, onDisconnect, accessLog, compression);
  }
}
