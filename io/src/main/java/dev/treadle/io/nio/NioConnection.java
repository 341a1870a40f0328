package dev.treadle.io.nio;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// One end of a TCP connection or of a Unix domain socket.
final class NioConnection extends NioEndpoint implements Network.Connection {

  private final SocketChannel channel;

  private NioConnection(SocketChannel channel) {
    super(channel, SelectionKey.OP_READ);
    this.channel = channel;
  }

  /// Wraps a non-blocking channel that is connected, or about to be.
  static NioConnection of(SocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      // What is written is collected above; to wait for more down here would only delay it.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return new NioConnection(channel);
  }

  @Override
  public boolean finishConnect() throws IOException {
    return channel.finishConnect();
  }

  @Override
  public SocketAddress remoteAddress() throws IOException {
    var address = channel.getRemoteAddress();
    if (address == null) {
      throw new NotYetConnectedException();
    }
    return address;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  @Override
  public void onWritable(Runnable wake) {
    awaitWritable(wake);
  }

  @Override
  int writeOps() {
    return channel.isConnected() ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void abort() throws IOException {
    try {
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
        // To linger for no time at all is what makes TCP reset.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (ClosedChannelException closed) {
      // There is nothing left to reset.
    } finally {
      close();
    }
  }
}
