package dev.treadle.test.net;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A simulated socket for datagrams. All state is guarded by the network's lock.
final class SimDatagrams extends SimEndpoint implements Network.Datagrams {

  /// What fits into an IPv4 packet beside its headers.
  private static final int LARGEST = 65_507;

  private final InetSocketAddress local;
  private final Deque<Datagram> waiting = new ArrayDeque<>();
  private int waitingBytes;

  SimDatagrams(SimHost host, InetSocketAddress local) {
    super(host, local);
    this.local = local;
  }

  @Override
  public boolean send(ByteBuffer datagram, SocketAddress to) throws IOException {
    try (var _ = hold()) {
      requireUsable();
      if (datagram.remaining() > LARGEST) {
        throw new IOException(
            "datagram is larger than the network carries: at most "
                + LARGEST
                + " bytes, was "
                + datagram.remaining());
      }
      var target = host().names().resolve(to);
      var bytes = new byte[datagram.remaining()];
      datagram.get(bytes);
      send(bytes, target);
      return true;
    }
  }

  private void send(byte[] bytes, InetSocketAddress target) {
    var receiver = host().names().hostAt(target);
    if (receiver == null) {
      host().tally().datagrams++;
      host().tally().lostDatagrams++;
      return;
    }
    var from = host().names().sourceFor(target, local.getPort());
    host().routeTo(receiver).send(new Datagram(bytes, from, target));
  }

  @Override
  public @Nullable SocketAddress receive(ByteBuffer into) throws IOException {
    try (var _ = hold()) {
      requireUsable();
      var datagram = waiting.poll();
      if (datagram == null) {
        return null;
      }
      waitingBytes -= datagram.bytes().length;
      into.put(datagram.bytes(), 0, Math.min(into.remaining(), datagram.bytes().length));
      return datagram.from();
    }
  }

  /// Queues a datagram and returns whether there was room to.
  boolean arrive(Datagram datagram, int bufferBytes) {
    if (!waiting.isEmpty() && waitingBytes + datagram.bytes().length > bufferBytes) {
      return false;
    }
    waiting.add(datagram);
    waitingBytes += datagram.bytes().length;
    wakeReader();
    return true;
  }

  @Override
  void released(boolean failed) {
    host().datagrams().release(local, this);
    waiting.clear();
  }

  @Override
  void abandoned() {
    waiting.clear();
  }

  @Override
  boolean hasArrivals() {
    return !waiting.isEmpty();
  }

  @Override
  String description() {
    return "datagram socket " + host().net().describe(host(), local);
  }
}
