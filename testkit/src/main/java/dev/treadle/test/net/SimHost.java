package dev.treadle.test.net;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// A simulated host: a name, an address, and the network as it is seen from there.
///
/// Its ports, its Unix-domain paths and `localhost` are its own. Code that takes a
/// [dev.treadle.seam.Network] gets [#network()]; ordinary blocking code that takes a
/// [SocketFactory] or [ServerSocketFactory] runs on [#socketFactory()] and [#serverSocketFactory()]
/// unchanged. Safe for use by many threads.
///
/// {@snippet class=dev.treadle.test.net.SimNetSnippets region=sockets lang=java}
public final class SimHost {

  private final SimNet net;
  private final String name;
  private final InetAddress address;
  private final Names names = new Names(this);
  private final HostNetwork network = new HostNetwork(this);
  private final SocketFactory socketFactory = new SimSocketFactory(this);
  private final ServerSocketFactory serverSocketFactory = new SimServerSocketFactory(this);

  // Everything below is guarded by the network's lock.
  private final Bindings streams = new Bindings(this);
  private final Bindings datagrams = new Bindings(this);
  private final Tally tally = new Tally();
  private final Map<SimHost, Route> routes = new LinkedHashMap<>();

  /// Open endpoints, in the order in which they were opened.
  private final Set<SimEndpoint> endpoints = new LinkedHashSet<>();

  private boolean up = true;

  SimHost(SimNet net, String name, InetAddress address) {
    this.net = net;
    this.name = name;
    this.address = address;
  }

  /// Returns the name by which the other hosts know it.
  public String name() {
    return name;
  }

  /// Returns its address, such as `10.0.0.1`, with its name in it.
  public InetAddress address() {
    return address;
  }

  /// Returns the network as it is seen from this host. Addresses may name hosts unresolved:
  /// `InetSocketAddress.createUnresolved("db", 5432)`.
  public Network network() {
    return network;
  }

  /// Returns a maker of JDK sockets on this host.
  ///
  /// They behave as the JDK's do: blocking, with `SO_TIMEOUT` and connect timeouts in the world's
  /// time. A thread interrupted while it waits in one finds it closed, with the JDK's
  /// `SocketException("Closed by interrupt")`; the JDK does so for virtual threads, here it is so
  /// for all. Host names may be given unresolved.
  public SocketFactory socketFactory() {
    return socketFactory;
  }

  /// Returns a maker of JDK server sockets on this host; see [#socketFactory()].
  public ServerSocketFactory serverSocketFactory() {
    return serverSocketFactory;
  }

  /// Ends the host's process, as `kill -9` would.
  ///
  /// Every socket it has open fails from now on, and counts as closed; whoever was connected to it
  /// meets a reset. Until [#restart()] nothing can be opened here and others are refused. Threads
  /// are not touched: those that used the host meet failures. For a power cut, first
  /// [SimLink#partition()] the [SimNet#linksOf(SimHost)], so that nobody hears of it.
  public void crash() {
    try (var _ = net.lock().hold()) {
      up = false;
      for (var endpoint : List.copyOf(endpoints)) {
        endpoint.crash();
        forget(endpoint);
      }
      streams.clear();
      datagrams.clear();
    }
  }

  /// Makes a crashed host usable again, at the same address and with nothing open.
  public void restart() {
    try (var _ = net.lock().hold()) {
      up = true;
    }
  }

  /// Returns whether the host has not crashed, or has been restarted since.
  public boolean isUp() {
    try (var _ = net.lock().hold()) {
      return up;
    }
  }

  /// Returns what this host has done so far.
  public NetStatistics statistics() {
    try (var _ = net.lock().hold()) {
      return tally.toStatistics();
    }
  }

  /// Returns its name and address, such as `db/10.0.0.1`.
  @Override
  public String toString() {
    return address.toString();
  }

  SimNet net() {
    return net;
  }

  Names names() {
    return names;
  }

  HostNetwork hostNetwork() {
    return network;
  }

  Bindings streams() {
    return streams;
  }

  Bindings datagrams() {
    return datagrams;
  }

  Tally tally() {
    return tally;
  }

  Route routeTo(SimHost to) {
    return routes.computeIfAbsent(to, _ -> new Route(this, to, net.defaults()));
  }

  void requireUp() throws IOException {
    if (!up) {
      throw new SocketException("host '" + name + "' is down: it crashed; restart() revives it");
    }
  }

  void remember(SimEndpoint endpoint) {
    endpoints.add(endpoint);
    var events = net.world().events();
    net.lock().afterwards(() -> events.resourceOpened(endpoint, endpoint::description));
  }

  void forget(SimEndpoint endpoint) {
    if (endpoints.remove(endpoint)) {
      var events = net.world().events();
      net.lock().afterwards(() -> events.resourceClosed(endpoint));
    }
  }

  @Nullable Supplier<IOException> admit(SimConnection connection) {
    var refusal = HostNetwork.admit(this, connection);
    return refusal == null ? null : () -> new ConnectException(refusal.getMessage());
  }

  boolean receive(Datagram datagram, int bufferBytes) {
    return datagrams.owner(datagram.to()) instanceof SimDatagrams socket
        && HostNetwork.covers(socket.local(), datagram.to())
        && socket.arrive(datagram, bufferBytes);
  }

  void wakeWriters(SimHost to) {
    for (var endpoint : endpoints) {
      if (endpoint instanceof SimConnection connection && connection.peer() == to) {
        connection.wakeWriter();
      }
    }
  }

  void breakConnections(SimHost to) {
    for (var endpoint : List.copyOf(endpoints)) {
      if (endpoint instanceof SimConnection connection && connection.peer() == to) {
        connection.breakNow();
      }
    }
  }
}
