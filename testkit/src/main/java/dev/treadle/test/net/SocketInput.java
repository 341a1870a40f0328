package dev.treadle.test.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// What a JDK socket of a simulated host reads from.
final class SocketInput extends InputStream {

  private final SimSocketImpl socket;

  SocketInput(SimSocketImpl socket) {
    this.socket = socket;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return socket.read(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public int available() throws IOException {
    return socket.available();
  }

  @Override
  public void close() {
    socket.close();
  }
}
