package dev.treadle.test.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// What a JDK socket of a simulated host writes to.
final class SocketOutput extends OutputStream {

  private final SimSocketImpl socket;

  SocketOutput(SimSocketImpl socket) {
    this.socket = socket;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    socket.write(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void close() {
    socket.close();
  }
}
