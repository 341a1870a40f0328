package dev.treadle.io;

/// What can be said about a [Listener].
///
/// @param backlog how many connections may wait to be accepted, at least 1; what comes then is
///   refused or delayed by the system, which has a limit of its own (`net.core.somaxconn`). 1024
///   unless said otherwise
/// @param maxConnections how many handlers of [Listener#serve] run at once, at least 1; 10,000
///   unless said otherwise
public record ListenSettings(int backlog, int maxConnections) {

  private static final ListenSettings DEFAULTS = new ListenSettings(1024, 10_000);

  /// Checks both.
  ///
  /// @throws IllegalArgumentException if one is less than 1
  public ListenSettings {
    requirePositive("backlog", backlog);
    requirePositive("maxConnections", maxConnections);
  }

  static ListenSettings defaults() {
    return DEFAULTS;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
    }
  }

  /// Returns these settings with another [#backlog()].
  public ListenSettings withBacklog(int backlog) {
    return new ListenSettings(backlog, maxConnections);
  }

  /// Returns these settings with another [#maxConnections()].
  public ListenSettings withMaxConnections(int maxConnections) {
    return new ListenSettings(backlog, maxConnections);
  }
}
