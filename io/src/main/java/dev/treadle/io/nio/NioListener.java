package dev.treadle.io.nio;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/// A socket that accepts connections.
final class NioListener extends NioEndpoint implements Network.Listener {

  private final ServerSocketChannel channel;

  NioListener(ServerSocketChannel channel) {
    super(channel, SelectionKey.OP_ACCEPT);
    this.channel = channel;
  }

  @Override
  public Network.@Nullable Connection accept() throws IOException {
    var accepted = channel.accept();
    if (accepted == null) {
      return null;
    }
    try {
      accepted.configureBlocking(false);
      return NioConnection.of(accepted);
    } catch (IOException | RuntimeException failure) {
      accepted.close();
      throw failure;
    }
  }

  /// A listener at a path takes its file away, as nobody else will.
  @Override
  public void close() throws IOException {
    var path =
        channel.isOpen() && channel.getLocalAddress() instanceof UnixDomainSocketAddress address
            ? address.getPath()
            : null;
    super.close();
    if (path != null) {
      Files.deleteIfExists(path);
    }
  }
}
