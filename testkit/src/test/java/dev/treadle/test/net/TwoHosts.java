package dev.treadle.test.net;

import dev.treadle.seam.Network.Connection;
import dev.treadle.seam.Network.Datagrams;
import dev.treadle.seam.Network.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/// A client and a database, in time driven by hand.
final class TwoHosts {

  static final InetSocketAddress DB = InetSocketAddress.createUnresolved("db", 5432);

  final ManualWorld world;
  final SimNet net;
  final SimHost client;
  final SimHost db;

  TwoHosts(long seed) {
    world = new ManualWorld(seed);
    net = SimNet.create(world);
    client = net.host("client");
    db = net.host("db");
  }

  Listener listen() throws IOException {
    return db.network().listen(new InetSocketAddress(5432), 16);
  }

  Connection connect() throws IOException {
    return client.network().connect(DB);
  }

  /// Returns both ends of an established connection, in an ideal network.
  Pair pair() throws IOException {
    try (var listener = listen()) {
      var near = connect();
      world.settle();
      near.finishConnect();
      var far = Objects.requireNonNull(listener.accept());
      return new Pair(near, far);
    }
  }

  Datagrams datagrams(SimHost host) throws IOException {
    return host.network().bind(new InetSocketAddress(9000));
  }

  void millis(long millis) {
    world.advance(Duration.ofMillis(millis));
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns what can be read now; a dot at the end stands for the end of the stream.
  static String read(Connection connection) throws IOException {
    var into = ByteBuffer.allocate(64 * 1024);
    int count = connection.read(into);
    while (count > 0) {
      count = connection.read(into);
    }
    return StandardCharsets.UTF_8.decode(into.flip()) + (count < 0 ? "." : "");
  }

  /// Returns the next datagram and `-` if there is none.
  static String receive(Datagrams socket) throws IOException {
    var into = ByteBuffer.allocate(64 * 1024);
    var from = socket.receive(into);
    return from == null ? "-" : StandardCharsets.UTF_8.decode(into.flip()).toString();
  }

  record Pair(Connection near, Connection far) {}
}
