package dev.treadle.seam;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/// A network that reaches nobody.
public final class NoNetwork implements Network {

  public NoNetwork() {}

  @Override
  public Connection connect(SocketAddress remote) throws IOException {
    throw new IOException("nobody is reachable, not even " + remote);
  }

  @Override
  public Listener listen(SocketAddress local, int backlog) throws IOException {
    throw new IOException("nobody could connect to " + local);
  }

  @Override
  public Datagrams bind(SocketAddress local) throws IOException {
    throw new IOException("nobody could send to " + local);
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    throw new UnknownHostException(host);
  }
}
