package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.io.ByteStream;
import dev.treadle.io.Dns;
import dev.treadle.io.Tls;
import java.io.IOException;
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

  private final class Counted extends StreamAround {

    private final Route route;
    private final AtomicBoolean closed = new AtomicBoolean();

    Counted(ByteStream stream, Route route) {
      super(stream);
      this.route = route;
    }

    @Override
    public void abort() throws IOException {
      uncount();
      super.abort();
    }

    @Override
    public void close() throws IOException {
      uncount();
      super.close();
    }

    private void uncount() {
      if (closed.compareAndSet(false, true)) {
        count(route, -1);
      }
    }
  }
}
