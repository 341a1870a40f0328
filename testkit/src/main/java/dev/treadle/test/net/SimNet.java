package dev.treadle.test.net;

import dev.treadle.seam.World;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A network of simulated hosts that fails in every way a real one does, when it is told to.
///
/// Hosts talk over byte streams (TCP and Unix-domain) and datagrams. To begin with the network is
/// ideal: nothing is late, cut, split or lost; [SimLink] changes that, between any hosts, at any
/// time. All time, chance and timers are the world's: in a simulation a run is determined by its
/// seed, and slow links cost no real time. It works in the real world too, without either.
///
/// {@snippet class=dev.treadle.test.net.SimNetSnippets region=partition lang=java}
///
/// Bytes of one direction of a connection always arrive in order and once, or the connection
/// breaks. Closing a connection with something unread, and sending to one that is closed, resets it
/// as with TCP (RFC 9293, 3.10.7.4; RFC 1122, 4.2.2.13), and a reset loses what is unread.
///
/// Whatever is opened and closed is told to the world's [dev.treadle.seam.TaskEvents], so that a
/// test that forgets to close fails. Safe for use by many threads.
public final class SimNet {

  /// After how long without any answer an attempt to connect fails, as on Linux: 127 seconds.
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(127);

  private static final Pattern HOST_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]*");

  private final World world;
  private final NetLock lock = new NetLock();

  // Everything below is guarded by `lock`.
  private final Map<String, SimHost> hosts = new LinkedHashMap<>();
  private LinkSettings defaults = LinkSettings.ideal();

  private SimNet(World world) {
    this.world = world;
  }

  /// Creates a network without hosts in the world of the calling thread.
  public static SimNet create() {
    return create(World.current());
  }

  /// Creates a network without hosts in a world of your choice.
  public static SimNet create(World world) {
    return new SimNet(world);
  }

  /// Returns the host of that name; the first call creates it. The first host has address
  /// `10.0.0.1`, and so on. Upper and lower case are the same.
  ///
  /// @throws IllegalArgumentException if the name does not begin with a letter, has others than
  ///   letters, digits, `.`, `_` and `-` in it, or is `localhost`, which every host calls itself
  public SimHost host(String name) {
    var key = name.toLowerCase(Locale.ROOT);
    if (!HOST_NAME.matcher(name).matches() || key.equals("localhost")) {
      throw new IllegalArgumentException(
          "name must be a letter, then letters, digits, '.', '_' or '-', and not localhost, was '"
              + name
              + "'");
    }
    try (var _ = lock.hold()) {
      var host = hosts.get(key);
      if (host == null) {
        host = new SimHost(this, name, nextAddress(name));
        hosts.put(key, host);
      }
      return host;
    }
  }

  private InetAddress nextAddress(String name) {
    int number = hosts.size() + 1;
    return Names.address(name, 10, number >> 16, number >> 8, number);
  }

  /// Returns the hosts in the order of their creation.
  public List<SimHost> hosts() {
    try (var _ = lock.hold()) {
      return List.copyOf(hosts.values());
    }
  }

  /// Returns every direction between any two hosts, and each host's link to itself. Settings made
  /// here also apply to hosts created later.
  public SimLink links() {
    return new SimLink(this, this::allRoutes, true);
  }

  /// Returns both directions between a host and every other one there is when it is used. To cut
  /// them isolates the host.
  public SimLink linksOf(SimHost host) {
    return new SimLink(
        this,
        () ->
            allRoutes().stream()
                .filter(route -> route.from() == host ^ route.to() == host)
                .toList(),
        false);
  }

  /// Returns both directions between two hosts, or a host's link to itself.
  public SimLink between(SimHost one, SimHost other) {
    return new SimLink(
        this,
        () ->
            one == other
                ? List.of(one.routeTo(one))
                : List.of(one.routeTo(other), other.routeTo(one)),
        false);
  }

  /// Returns what goes from one host to another, without the way back.
  public SimLink oneWay(SimHost from, SimHost to) {
    return new SimLink(this, () -> List.of(from.routeTo(to)), false);
  }

  /// Returns what all hosts together have done so far.
  public NetStatistics statistics() {
    try (var _ = lock.hold()) {
      return Tally.sum(hosts.values().stream().map(SimHost::tally).toList());
    }
  }

  World world() {
    return world;
  }

  NetLock lock() {
    return lock;
  }

  /// Runs an action with the lock held, a delay from now.
  World.Timer schedule(long delayNanos, Runnable action) {
    return world.schedule(
        delayNanos,
        () -> {
          try (var _ = lock.hold()) {
            action.run();
          }
        });
  }

  LinkSettings defaults() {
    return defaults;
  }

  void configureDefaults(UnaryOperator<LinkSettings> change) {
    defaults = change.apply(defaults);
  }

  @Nullable SimHost find(String name) {
    return hosts.get(name.toLowerCase(Locale.ROOT));
  }

  @Nullable SimHost find(InetAddress address) {
    for (var host : hosts.values()) {
      if (host.address().equals(address)) {
        return host;
      }
    }
    return null;
  }

  String hostNames() {
    return hosts.values().stream().map(SimHost::toString).collect(Collectors.joining(", "));
  }

  /// Describes an address as a person would who sits at a host.
  String describe(SimHost host, SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress unix -> host.name() + ":" + unixName(unix);
      case InetSocketAddress inet -> hostName(host, inet.getAddress()) + ":" + inet.getPort();
      default -> address.toString();
    };
  }

  private static String unixName(UnixDomainSocketAddress unix) {
    var path = unix.getPath().toString();
    return path.isEmpty() ? "unnamed" : path;
  }

  private static String hostName(SimHost host, InetAddress address) {
    return host.names().owns(address) ? host.name() : address.getHostAddress();
  }

  private List<Route> allRoutes() {
    var routes = new ArrayList<Route>();
    for (var from : hosts.values()) {
      for (var to : hosts.values()) {
        routes.add(from.routeTo(to));
      }
    }
    return routes;
  }
}
