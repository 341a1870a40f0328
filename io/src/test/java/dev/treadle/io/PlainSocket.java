package dev.treadle.io;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// A socket of the JDK as a stream, to talk to foreign programs in tests: what is cancelled while
/// it waits here is closed.
final class PlainSocket implements ByteStream {

  private final Socket socket;

  PlainSocket(Socket socket) {
    this.socket = socket;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    var bytes = new byte[into.remaining()];
    int count = socket.getInputStream().read(bytes);
    if (count > 0) {
      into.put(bytes, 0, count);
    }
    return count;
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    return socket.getInputStream().available() > 0 ? read(into) : 0;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    var bytes = new byte[from.remaining()];
    from.get(bytes);
    socket.getOutputStream().write(bytes);
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public SocketAddress localAddress() {
    return socket.getLocalSocketAddress();
  }

  @Override
  public SocketAddress remoteAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
