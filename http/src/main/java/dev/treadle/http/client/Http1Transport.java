package dev.treadle.http.client;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.HeadWriter.RequestLine;
import dev.treadle.http.wire.ResponseHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 over pooled connections.
final class Http1Transport implements Transport {

  /// So often a request is sent again at most because a kept connection was dead.
  private static final int MAX_STALE = 4;

  private final PoolLimits limits;
  private final ConnectionPool pool;
  private final Connector connector;
  private final Proxies proxies;
  private final @Nullable Path unixSocket;
  private final boolean resends;

  Http1Transport(ClientSettings settings) {
    this(settings, new Connector(settings.dns, settings.tls));
  }

  Http1Transport(ClientSettings settings, Connector connector) {
    this.limits = settings.limits;
    this.pool = new ConnectionPool(limits);
    this.connector = connector;
    this.proxies = settings.proxies;
    this.unixSocket = settings.unixSocket;
    this.resends = settings.resends;
  }

  @Override
  public Reply send(Request request) throws IOException {
    if (Uploads.needs(request.content()) && isElsewhere(request.uploads())) {
      return sendElsewhere(request);
    }
    var route = route(request);
    for (int stale = 0; ; stale++) {
      var lease = acquire(route, request);
      boolean used = lease.connection().wasUsed();
      try {
        return exchange(lease, request);
      } catch (Exchange.NoAnswer dead) {
        boolean again = resends && used && stale < MAX_STALE && canRepeat(request);
        if (!again) {
          throw lease.translate(dead, "an answer to " + request);
        }
        pool.discardIdle(route);
      }
    }
  }

  private static boolean isElsewhere(@Nullable Uploads uploads) {
    return uploads == null || !uploads.isHere();
  }

  /// Sent by an interceptor from a task of its own: nobody reads while it is sent.
  private Reply sendElsewhere(Request request) throws IOException {
    var reply = new Reply[1];
    boolean whole = false;
    try {
      var sent = Uploads.during(request, own -> reply[0] = send(own));
      whole = true;
      return sent;
    } finally {
      if (!whole && reply[0] != null) {
        reply[0].close();
      }
    }
  }

  private Route route(Request request) {
    var url = request.url();
    if (unixSocket != null) {
      return Route.unix(unixSocket, url);
    }
    Optional<Proxy> proxy = proxies.find(url);
    return proxy.isPresent()
        ? Route.via(proxy.get(), url, request.headers().contains("upgrade"))
        : Route.direct(url);
  }

  /// RFC 9110 section 9.2.2: nobody knows whether the server has done it, so only what may be done
  /// twice.
  private static boolean canRepeat(Request request) {
    return request.method().isIdempotent() && request.content().isRepeatable();
  }

  private Lease acquire(Route route, Request request) throws IOException {
    var timeouts = request.timeouts().orElse(Timeouts.DEFAULT);
    while (true) {
      var kept = pool.acquire(route, timeouts.acquire());
      if (kept == null) {
        return new Lease(open(route, timeouts), pool, limits.idle());
      }
      if (kept.isAlive()) {
        return new Lease(kept, pool, limits.idle());
      }
      pool.discard(kept);
    }
  }

  private Http1Connection open(Route route, Timeouts timeouts) throws IOException {
    Http1Connection connection = null;
    try {
      connection = connector.open(route, timeouts.connect());
    } finally {
      if (connection == null) {
        pool.lost(route);
      }
    }
    pool.opened(connection);
    return connection;
  }

  private Reply exchange(Lease lease, Request request) throws IOException {
    var exchange = new Exchange(lease.connection(), sent(lease, request), line(lease, request));
    boolean good = false;
    try {
      var head = exchange.run();
      var reply = reply(lease, request, head, exchange);
      good = true;
      return reply;
    } catch (HttpParseException malformed) {
      throw lease.translate(malformed, "an answer");
    } finally {
      if (!good) {
        exchange.cut();
        lease.discard();
      }
    }
  }

  private static Reply reply(Lease lease, Request request, ResponseHead head, Exchange exchange)
      throws IOException {
    var framing = head.framing(request.method());
    if (framing.kind() == BodyFraming.Kind.TUNNEL) {
      exchange.cut();
      return new UpgradedReply(lease, request, head);
    }
    return new Http1Reply(lease, request, head, framing, exchange);
  }

  private static RequestLine line(Lease lease, Request request) {
    var url = request.url();
    if (lease.connection().route().isForwarded()) {
      return new RequestLine(request.method(), url.origin() + url.target());
    }
    return new RequestLine(request.method(), url.target());
  }

  /// What a proxy must know is in each request that it passes on.
  private static Request sent(Lease lease, Request request) {
    var route = lease.connection().route();
    var proxy = route.proxy();
    if (proxy == null || !route.isForwarded()) {
      return request;
    }
    return proxy
        .authorization()
        .map(value -> request.withHeader("Proxy-Authorization", value))
        .orElse(request);
  }

  PoolStatistics statistics() {
    return pool.statistics();
  }

  @Override
  public void close() {
    pool.close();
  }
}
