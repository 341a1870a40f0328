package dev.treadle.io;

import dev.treadle.Waiter;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// A stream that came through a proxy, behind the header in which the proxy said so: what
/// [ProxyProtocol#read(ByteStream)] makes. Its addresses are those that the proxy announced, or the
/// connection's own if it announced none.
public final class ProxiedStream implements ByteStream {

  private final ByteReader reader;
  private final ByteStream below;
  private final ProxyHeader header;

  ProxiedStream(ByteReader reader, ProxyHeader header) {
    this.reader = reader;
    this.below = reader.stream();
    this.header = header;
  }

  /// Returns what the proxy said.
  public ProxyHeader header() {
    return header;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!reader.buffered().hasRemaining()) {
      return below.read(into);
    }
    ByteReader.requireRoom(into);
    Waiter.checkCancelled();
    // As below: a stream that is closed gives nothing any more.
    below.localAddress();
    return reader.read(into);
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    if (!reader.buffered().hasRemaining()) {
      return below.tryRead(into);
    }
    ByteReader.requireRoom(into);
    below.localAddress();
    return reader.read(into);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    below.write(from);
  }

  @Override
  public void shutdownOutput() throws IOException {
    below.shutdownOutput();
  }

  @Override
  public void abort() throws IOException {
    below.abort();
  }

  /// Returns where the connection went to, as the proxy said it.
  ///
  /// @throws IOException if this end is closed
  @Override
  public SocketAddress localAddress() throws IOException {
    var own = below.localAddress();
    var announced = header.destination();
    return announced == null ? own : announced;
  }

  /// Returns where the connection came from, as the proxy said it.
  ///
  /// @throws IOException if this end is closed
  @Override
  public SocketAddress remoteAddress() throws IOException {
    var own = below.remoteAddress();
    var announced = header.source();
    return announced == null ? own : announced;
  }

  @Override
  public void close() throws IOException {
    below.close();
  }

  /// Returns where it came from and through what.
  @Override
  public String toString() {
    return below + " for " + (header.source() == null ? "the proxy itself" : header.source());
  }
}
