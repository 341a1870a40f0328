package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.Url;
import dev.treadle.io.Dns;
import dev.treadle.io.Tls;
import dev.treadle.retry.Retry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What can be said about a client when it is opened. It does not change: what is called `with...`
/// returns another.
///
/// {@snippet class=dev.treadle.http.client.ClientSettingsSnippets region=settings lang=java}
public final class ClientSettings {

  private static final long MAX_BODY = 64L * 1024 * 1024;
  private static final int MAX_REDIRECTS = 10;
  private static final Headers HEADERS = Headers.of("User-Agent", "treadle", "Accept", "*/*");

  @Nullable Url base;
  Headers headers = HEADERS;
  Timeouts timeouts = Timeouts.DEFAULT;
  PoolLimits limits = PoolLimits.DEFAULT;
  int maxRedirects = MAX_REDIRECTS;
  boolean downgrades;
  boolean unpacks = true;
  long maxBody = MAX_BODY;
  boolean sendsDeadline = true;
  boolean resends = true;
  @Nullable CookieJar cookies;
  @Nullable Auth auth;
  Proxies proxies = Proxies.none();
  List<Interceptor> interceptors = List.of();
  @Nullable Retry retry;
  List<Consumer<? super ClientEvent>> listeners = List.of();
  @Nullable Transport transport;
  Dns dns = Dns.system();
  @Nullable Tls tls;
  @Nullable Path unixSocket;

  ClientSettings() {}

  private ClientSettings(ClientSettings other) {
    base = other.base;
    headers = other.headers;
    timeouts = other.timeouts;
    limits = other.limits;
    maxRedirects = other.maxRedirects;
    downgrades = other.downgrades;
    unpacks = other.unpacks;
    maxBody = other.maxBody;
    sendsDeadline = other.sendsDeadline;
    resends = other.resends;
    cookies = other.cookies;
    auth = other.auth;
    proxies = other.proxies;
    interceptors = other.interceptors;
    retry = other.retry;
    listeners = other.listeners;
    transport = other.transport;
    dns = other.dns;
    tls = other.tls;
    unixSocket = other.unixSocket;
  }

  private ClientSettings with(Consumer<ClientSettings> change) {
    var changed = new ClientSettings(this);
    change.accept(changed);
    return changed;
  }

  /// Returns these with a URL to which those of calls are relative: with `https://api.example/v1/`,
  /// `get("users")` asks for `https://api.example/v1/users`. A base that does not end with `/`
  /// loses its last segment (RFC 3986 section 5.2).
  ///
  /// @throws IllegalArgumentException if it is no URL
  public ClientSettings withBase(String url) {
    var base = Url.of(url);
    return with(s -> s.base = base);
  }

  /// Returns these with one more field for every request that has none of its name. Without
  /// anything said there are `User-Agent: treadle` and `Accept: */*`.
  ///
  /// @throws IllegalArgumentException if it cannot be sent
  public ClientSettings withHeader(String name, String value) {
    var headers = this.headers.with(name, value);
    return with(s -> s.headers = headers);
  }

  /// Returns these without a field that every request would have.
  public ClientSettings withoutHeader(String name) {
    return with(s -> s.headers = headers.without(name));
  }

  /// Returns these with other time limits.
  public ClientSettings withTimeouts(UnaryOperator<Timeouts> timeouts) {
    var changed = timeouts.apply(this.timeouts);
    return with(s -> s.timeouts = changed);
  }

  /// Returns these with other limits for connections.
  public ClientSettings withLimits(UnaryOperator<PoolLimits> limits) {
    var changed = limits.apply(this.limits);
    return with(s -> s.limits = changed);
  }

  /// Returns these with another number of redirects that are followed, 10 unless said otherwise;
  /// zero follows none.
  ///
  /// @throws IllegalArgumentException if it is negative
  public ClientSettings withMaxRedirects(int max) {
    requireNotNegative("max", max);
    return with(s -> s.maxRedirects = max);
  }

  /// Returns these, with redirects from `https` to `http` followed, which are refused unless said
  /// otherwise.
  public ClientSettings withInsecureRedirects() {
    return with(s -> s.downgrades = true);
  }

  /// Returns these, with content taken as it comes: nothing is asked to be packed by gzip or
  /// deflate, and nothing is unpacked.
  public ClientSettings withoutUnpacking() {
    return with(s -> s.unpacks = false);
  }

  /// Returns these with another number of bytes that an answer may have when it is held in memory,
  /// unpacked; 64 MiB unless said otherwise. What is streamed has no limit.
  ///
  /// @throws IllegalArgumentException if it is negative or more than an array can have
  public ClientSettings withMaxBody(long bytes) {
    requireNotNegative("bytes", bytes);
    if (bytes > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "bytes: expected at most %d, found %d".formatted(Integer.MAX_VALUE - 16, bytes));
    }
    return with(s -> s.maxBody = bytes);
  }

  /// Returns these, with nothing said to servers of how long this client will wait; see
  /// [dev.treadle.http.DeadlineHeader].
  public ClientSettings withoutDeadlineHeader() {
    return with(s -> s.sendsDeadline = false);
  }

  /// Returns these, with nothing sent twice by the client itself: a request on a kept connection
  /// that the server has closed meanwhile fails with [HttpException.ConnectionLost]. For those who
  /// count attempts; unless said otherwise such a request is sent again if it may be done twice.
  public ClientSettings withoutResending() {
    return with(s -> s.resends = false);
  }

  /// Returns these with a jar for cookies. There is none unless said otherwise.
  public ClientSettings withCookies(CookieJar jar) {
    Objects.requireNonNull(jar, "jar");
    return with(s -> s.cookies = jar);
  }

  /// Returns these with who asks, for all requests that do not say.
  public ClientSettings withAuth(Auth auth) {
    Objects.requireNonNull(auth, "auth");
    return with(s -> s.auth = auth);
  }

  /// Returns these with proxies. There are none unless said otherwise, not even if the environment
  /// has some: see [Proxies#fromEnvironment()].
  public ClientSettings withProxies(Proxies proxies) {
    Objects.requireNonNull(proxies, "proxies");
    return with(s -> s.proxies = proxies);
  }

  /// Returns these with one more interceptor, inside of those there are.
  public ClientSettings withInterceptor(Interceptor interceptor) {
    var more = new ArrayList<>(interceptors);
    more.add(Objects.requireNonNull(interceptor, "interceptor"));
    return with(s -> s.interceptors = List.copyOf(more));
  }

  /// Returns these with calls tried again that failed with an [HttpException], or were answered
  /// with 429, 502, 503 or 504, as far as that may be done twice: the method is idempotent, and the
  /// content repeatable. If the last attempt is answered, that answer is returned.
  public ClientSettings withRetry(Retry retry) {
    Objects.requireNonNull(retry, "retry");
    return with(s -> s.retry = retry);
  }

  /// Returns these with somebody who is told what happens, in the task in which it does, and must
  /// not throw.
  public ClientSettings withListener(Consumer<? super ClientEvent> listener) {
    var more = new ArrayList<>(listeners);
    more.add(Objects.requireNonNull(listener, "listener"));
    return with(s -> s.listeners = List.copyOf(more));
  }

  /// Returns these with another way to send requests, such as a [MockTransport]. The client closes
  /// it.
  public ClientSettings withTransport(Transport transport) {
    Objects.requireNonNull(transport, "transport");
    return with(s -> s.transport = transport);
  }

  /// Returns these with others to be asked for addresses.
  public ClientSettings withDns(Dns dns) {
    Objects.requireNonNull(dns, "dns");
    return with(s -> s.dns = dns);
  }

  /// Returns these with other rules for whom to trust over `https`, and who to be there. Unless
  /// said otherwise it is whom the JDK trusts.
  public ClientSettings withTls(Tls tls) {
    Objects.requireNonNull(tls, "tls");
    return with(s -> s.tls = tls);
  }

  /// Returns these with all requests sent to who listens at a path, whatever host they name.
  public ClientSettings withUnixSocket(Path path) {
    Objects.requireNonNull(path, "path");
    return with(s -> s.unixSocket = path);
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + ": expected zero or more, found " + value);
    }
  }
}
