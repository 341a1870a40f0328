package dev.treadle.test.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes JDK sockets on a simulated host.
final class SimSocketFactory extends SocketFactory {

  private final SimHost host;

  SimSocketFactory(SimHost host) {
    this.host = host;
  }

  @Override
  public Socket createSocket() throws IOException {
    return open(host);
  }

  @Override
  public Socket createSocket(String name, int port) throws IOException {
    return connected(InetSocketAddress.createUnresolved(name, port), null);
  }

  @Override
  public Socket createSocket(String name, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return connected(
        InetSocketAddress.createUnresolved(name, port),
        new InetSocketAddress(localAddress, localPort));
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    return connected(new InetSocketAddress(address, port), null);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(address, port), new InetSocketAddress(localAddress, localPort));
  }

  /// Makes a socket that is not connected yet.
  static Socket open(SimHost host) throws SocketException {
    return new SimSocket(new SimSocketImpl(host));
  }

  private Socket connected(SocketAddress remote, @Nullable SocketAddress local) throws IOException {
    var socket = open(host);
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(remote);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// The JDK's socket over our own implementation.
  private static final class SimSocket extends Socket {
    SimSocket(SimSocketImpl impl) throws SocketException {
      super(impl);
    }
  }
}
