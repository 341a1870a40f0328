package dev.treadle.test.net;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// One or more directions between hosts, and what can be done to them, at any time.
///
/// Got from [SimNet#links()], [SimNet#linksOf(SimHost)], [SimNet#between(SimHost, SimHost)] and
/// [SimNet#oneWay(SimHost, SimHost)]. [#partition()] and [#hold()] are independent of each other: a
/// direction carries nothing while it is under either. What was under way and what is sent
/// meanwhile sets out, in order, when it is free again; only datagrams do not survive a partition.
///
/// So a partition does to a connection what it does with TCP, which sends again until it is
/// acknowledged: it stalls, however long, and neither end can tell. It is up to the application to
/// lose patience.
public final class SimLink {

  private final SimNet net;
  private final Supplier<List<Route>> routes;
  private final boolean everywhere;

  SimLink(SimNet net, Supplier<List<Route>> routes, boolean everywhere) {
    this.net = net;
    this.routes = routes;
    this.everywhere = everywhere;
  }

  /// Changes the settings of each direction, from now on; what is under way keeps its time of
  /// arrival.
  public void configure(UnaryOperator<LinkSettings> change) {
    try (var _ = net.lock().hold()) {
      if (everywhere) {
        net.configureDefaults(change);
      }
      routes.get().forEach(route -> route.configure(change));
    }
  }

  /// Cuts the wire: bytes wait, connects time out after [SimNet#CONNECT_TIMEOUT], datagrams get
  /// lost.
  public void partition() {
    try (var _ = net.lock().hold()) {
      routes.get().forEach(route -> route.cut(true));
    }
  }

  /// Mends the wire. Does nothing where it was not cut.
  public void heal() {
    try (var _ = net.lock().hold()) {
      routes.get().forEach(route -> route.cut(false));
    }
  }

  /// Stops time on the wire: everything, datagrams included, waits for [#release()]. Makes "this
  /// answer arrives after that" certain without a latency to guess.
  public void hold() {
    try (var _ = net.lock().hold()) {
      routes.get().forEach(route -> route.hold(true));
    }
  }

  /// Lets go on what [#hold()] stopped. Does nothing where it was not held.
  public void release() {
    try (var _ = net.lock().hold()) {
      routes.get().forEach(route -> route.hold(false));
    }
  }

  /// Breaks every connection between these hosts, for both ends and at once, whichever of them made
  /// it: what was not read is lost, and whoever waits or goes on meets a reset. New connections are
  /// not affected.
  public void reset() {
    try (var _ = net.lock().hold()) {
      routes.get().forEach(route -> route.from().breakConnections(route.to()));
    }
  }
}
