package dev.treadle.test.net;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A simulated listening socket. All state is guarded by the network's lock.
final class SimListener extends SimEndpoint implements Network.Listener {

  private final int backlog;
  private final Deque<SimConnection> waiting = new ArrayDeque<>();

  SimListener(SimHost host, SocketAddress local, int backlog) {
    super(host, local);
    this.backlog = backlog;
  }

  @Override
  public Network.@Nullable Connection accept() throws IOException {
    return poll();
  }

  /// As [#accept()], for those who know that the network is simulated.
  @Nullable SimConnection poll() throws IOException {
    try (var _ = hold()) {
      requireUsable();
      var connection = waiting.poll();
      if (connection != null) {
        connection.opened();
      }
      return connection;
    }
  }

  /// Queues a connection and returns whether there was room to.
  boolean admit(SimConnection connection) {
    if (waiting.size() == backlog) {
      return false;
    }
    waiting.add(connection);
    wakeReader();
    return true;
  }

  int backlog() {
    return backlog;
  }

  @Override
  void released(boolean failed) {
    host().streams().release(local(), this);
    if (!failed) {
      abandoned();
    }
  }

  @Override
  void abandoned() {
    waiting.forEach(SimConnection::abort);
    waiting.clear();
  }

  @Override
  boolean hasArrivals() {
    return !waiting.isEmpty();
  }

  @Override
  String description() {
    return "listener " + host().net().describe(host(), local());
  }
}
