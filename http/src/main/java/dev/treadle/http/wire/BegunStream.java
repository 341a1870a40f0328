package dev.treadle.http.wire;

import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// A connection on which another protocol is spoken from now on, some of whose bytes have been read
/// already, behind the head that agreed on it.
///
/// @param stream the connection
/// @param first what was read of it; consumed first
public record BegunStream(ByteStream stream, ByteBuffer first) implements ByteStream {

  @Override
  public int read(ByteBuffer into) throws IOException {
    return first.hasRemaining() && into.hasRemaining() ? take(into) : stream.read(into);
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    return first.hasRemaining() && into.hasRemaining() ? take(into) : stream.tryRead(into);
  }

  private int take(ByteBuffer into) {
    int count = Math.min(first.remaining(), into.remaining());
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
  public void abort() throws IOException {
    stream.abort();
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
