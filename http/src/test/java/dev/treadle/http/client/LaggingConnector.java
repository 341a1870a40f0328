package dev.treadle.http.client;

import dev.treadle.Treadle;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Dns;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Opens connections on which a write returns late: the other end has the bytes, and may have
/// answered, before whoever wrote them knows.
final class LaggingConnector extends Connector {

  private final Duration lag;

  LaggingConnector(Duration lag) {
    super(Dns.system(), null);
    this.lag = lag;
  }

  @Override
  ByteStream stream(Route route) throws IOException {
    return new Lagging(super.stream(route), lag);
  }

  private record Lagging(ByteStream stream, Duration lag) implements ByteStream {

    @Override
    public int read(ByteBuffer into) throws IOException {
      return stream.read(into);
    }

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
      return stream.tryRead(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
      stream.write(from);
      Treadle.shield(lag.multipliedBy(2), () -> Treadle.sleep(lag));
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
  }
}
