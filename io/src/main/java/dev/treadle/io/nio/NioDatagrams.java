package dev.treadle.io.nio;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/// A socket for datagrams.
final class NioDatagrams extends NioEndpoint implements Network.Datagrams {

  private final DatagramChannel channel;

  NioDatagrams(DatagramChannel channel) {
    super(channel, SelectionKey.OP_READ);
    this.channel = channel;
  }

  @Override
  public boolean send(ByteBuffer datagram, SocketAddress to) throws IOException {
    int length = datagram.remaining();
    return channel.send(datagram, NioNetwork.internet(to)) == length && !datagram.hasRemaining();
  }

  @Override
  public @Nullable SocketAddress receive(ByteBuffer into) throws IOException {
    return channel.receive(into);
  }
}
