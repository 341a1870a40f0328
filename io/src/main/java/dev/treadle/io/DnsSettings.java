package dev.treadle.io;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What can be said about a [Dns].
///
/// @param ttl for how long an answer is remembered, because the system does not say how long it may
///   be; 30 seconds unless said otherwise, zero for not at all
/// @param failureTtl for how long it is remembered that a name has no address; one second unless
///   said otherwise
/// @param maxNames how many names are remembered at most, at least 1; 10,000 unless said otherwise
/// @param overrides the addresses of hosts that are not looked up, by lower-case name
public record DnsSettings(
    Duration ttl, Duration failureTtl, int maxNames, Map<String, List<InetAddress>> overrides) {

  private static final DnsSettings DEFAULTS =
      new DnsSettings(Duration.ofSeconds(30), Duration.ofSeconds(1), 10_000, Map.of());

  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException if a duration is negative, `maxNames` less than 1, or an
  ///   override has no address
  public DnsSettings {
    requireNotNegative("ttl", ttl);
    requireNotNegative("failureTtl", failureTtl);
    if (maxNames < 1) {
      throw new IllegalArgumentException("maxNames: expected at least 1, found " + maxNames);
    }
    var copy = new HashMap<String, List<InetAddress>>();
    overrides.forEach((host, addresses) -> copy.put(host, copy(host, addresses)));
    overrides = Map.copyOf(copy);
  }

  private static List<InetAddress> copy(String host, List<InetAddress> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("addresses: expected at least one for '" + host + "'");
    }
    return List.copyOf(addresses);
  }

  static DnsSettings defaults() {
    return DEFAULTS;
  }

  private static void requireNotNegative(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          name + ": expected no negative duration, found " + duration);
    }
  }

  /// Returns these settings with another [#ttl()].
  public DnsSettings withTtl(Duration ttl) {
    return new DnsSettings(ttl, failureTtl, maxNames, overrides);
  }

  /// Returns these settings with another [#failureTtl()].
  public DnsSettings withFailureTtl(Duration failureTtl) {
    return new DnsSettings(ttl, failureTtl, maxNames, overrides);
  }

  /// Returns these settings with another [#maxNames()].
  public DnsSettings withMaxNames(int maxNames) {
    return new DnsSettings(ttl, failureTtl, maxNames, overrides);
  }

  /// Returns these settings with the addresses of one more host, which is not looked up.
  ///
  /// @throws IllegalArgumentException if there is no address
  public DnsSettings withOverride(String host, InetAddress... addresses) {
    var more = new HashMap<>(overrides);
    more.put(host.toLowerCase(Locale.ROOT), List.of(addresses));
    return new DnsSettings(ttl, failureTtl, maxNames, more);
  }
}
