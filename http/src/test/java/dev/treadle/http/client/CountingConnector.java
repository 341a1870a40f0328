package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.io.ByteStream;
import dev.treadle.io.Dns;
import dev.treadle.io.Tls;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Knows how many connections are open, and fails if it is ever one too many.
final class CountingConnector extends Connector {

  private final PoolLimits limits;
  private final Map<Route, Integer> open = new HashMap<>();
  private @Nullable String failure;

  CountingConnector(PoolLimits limits) {
    this(limits, null);
  }

  CountingConnector(PoolLimits limits, @Nullable Tls tls) {
    super(Dns.system(), tls);
    this.limits = limits;
  }

  @Override
  ByteStream stream(Route route) throws IOException {
    count(route, 1);
    boolean done = false;
    try {
      var stream = new Counted(super.stream(route), route);
      done = true;
      return stream;
    } finally {
      if (!done) {
        count(route, -1);
      }
    }
  }

  private synchronized void count(Route route, int change) {
    int ofRoute = open.merge(route, change, Integer::sum);
    if (ofRoute < 0 || ofRoute > limits.perHost() || total() > limits.total()) {
      failure = "%d connections to %s, %d in all".formatted(ofRoute, route, total());
    }
  }

  synchronized void check() {
    assertThat(failure).isNull();
  }

  synchronized int total() {
    return open.values().stream().mapToInt(Integer::intValue).sum();
  }

  private final class Counted implements ByteStream {

    private final ByteStream stream;
    private final Route route;
    private final AtomicBoolean closed = new AtomicBoolean();

    Counted(ByteStream stream, Route route) {
      this.stream = stream;
      this.route = route;
    }

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
    }

    @Override
    public void shutdownOutput() throws IOException {
      stream.shutdownOutput();
    }

    @Override
    public void abort() throws IOException {
      if (closed.compareAndSet(false, true)) {
        count(route, -1);
      }
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
      if (closed.compareAndSet(false, true)) {
        count(route, -1);
      }
      stream.close();
    }
  }
}
