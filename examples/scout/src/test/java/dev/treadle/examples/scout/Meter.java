package dev.treadle.examples.scout;

import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import dev.treadle.http.client.Interceptor;
import dev.treadle.http.client.Reply;
import dev.treadle.http.client.Request;
import dev.treadle.http.client.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Stands between a crawl and the network and measures what goes through: how many requests at
/// once, how often each address, and when. Used by one simulated thread at a time.
final class Meter implements Interceptor {

  private final Map<String, Integer> active = new HashMap<>();
  private final Map<String, Integer> most = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final Map<String, List<Long>> times = new HashMap<>();
  private int total;
  private int mostTotal;

  @Override
  public Reply intercept(Request request, Transport next) throws IOException {
    var host = request.url().authority();
    asked.merge(request.method() + " " + request.url(), 1, Integer::sum);
    times.computeIfAbsent(host, _ -> new ArrayList<>()).add(System.nanoTime());
    most.merge(host, active.merge(host, 1, Integer::sum), Math::max);
    mostTotal = Math.max(mostTotal, ++total);
    boolean open = false;
    try {
      var reply = new Metered(next.send(request), host);
      open = true;
      return reply;
    } finally {
      if (!open) {
        ended(host);
      }
    }
  }

  private void ended(String host) {
    active.merge(host, -1, Integer::sum);
    total--;
  }

  int active() {
    return total;
  }

  int mostTotal() {
    return mostTotal;
  }

  int most(String host) {
    return most.getOrDefault(host, 0);
  }

  /// What was asked for, as method and address, and how often.
  Map<String, Integer> asked() {
    return asked;
  }

  /// The least time between two requests to a host, in nanoseconds.
  long leastGap(String host) {
    var times = this.times.getOrDefault(host, List.of());
    long least = Long.MAX_VALUE;
    for (int i = 1; i < times.size(); i++) {
      least = Math.min(least, times.get(i) - times.get(i - 1));
    }
    return least;
  }

  /// An answer that is over when it is closed.
  private final class Metered implements Reply {

    private final Reply reply;
    private final String host;
    private boolean isClosed;

    Metered(Reply reply, String host) {
      this.reply = reply;
      this.host = host;
    }

    @Override
    public Request request() {
      return reply.request();
    }

    @Override
    public Status status() {
      return reply.status();
    }

    @Override
    public Headers headers() {
      return reply.headers();
    }

    @Override
    public Headers trailers() {
      return reply.trailers();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return reply.read(into);
    }

    @Override
    public void close() {
      reply.close();
      if (!isClosed) {
        isClosed = true;
        ended(host);
      }
    }
  }
}
