package dev.treadle.test.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes JDK server sockets on a simulated host.
final class SimServerSocketFactory extends ServerSocketFactory {

  /// The JDK's.
  private static final int DEFAULT_BACKLOG = 50;

  private final SimHost host;

  SimServerSocketFactory(SimHost host) {
    this.host = host;
  }

  @Override
  public ServerSocket createServerSocket() {
    return new SimServerSocket(host);
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return createServerSocket(port, DEFAULT_BACKLOG, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return createServerSocket(port, backlog, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address)
      throws IOException {
    var socket = createServerSocket();
    try {
      socket.bind(new InetSocketAddress(address, port), backlog);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// The JDK's server socket over our own implementation.
  private static final class SimServerSocket extends ServerSocket {

    private final SimHost host;

    SimServerSocket(SimHost host) {
      super(new SimSocketImpl(host));
      this.host = host;
    }

    // The JDK's accepts into a socket of the platform, which an implementation of ours cannot.
    @Override
    public Socket accept() throws IOException {
      if (isClosed()) {
        throw new SocketException("Socket is closed");
      }
      if (!isBound()) {
        throw new SocketException("Socket is not bound yet");
      }
      var accepted = SimSocketFactory.open(host);
      implAccept(accepted);
      return accepted;
    }
  }
}
