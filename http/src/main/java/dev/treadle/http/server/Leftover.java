package dev.treadle.http.server;

import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// A connection whose first bytes were read already, for whoever speaks another protocol on it.
final class Leftover implements ByteStream {

  private final ByteStream stream;
  private final ByteBuffer first;

  Leftover(Input input) {
    this.stream = input.stream();
    this.first = input.bytes();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = Math.min(first.remaining(), into.remaining());
    if (count == 0) {
      return stream.read(into);
    }
    into.put(into.position(), first, first.position(), count);
    into.position(into.position() + count);
    first.position(first.position() + count);
    return count;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    stream.write(from);
  }

  @Override
  public void shutdownOutput() throws IOException {
    stream.shutdownOutput();
  }

  @Override
  public SocketAddress localAddress() throws IOException {
    return stream.localAddress();
  }

  @Override
  public SocketAddress remoteAddress() throws IOException {
    return stream.remoteAddress();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  @Override
  public String toString() {
    return stream.toString();
  }
}
