package dev.treadle.http.client;

import dev.treadle.Treadle;
import dev.treadle.http.Cookie;
import dev.treadle.http.Headers;
import dev.treadle.http.ReceivedCookie;
import dev.treadle.http.SetCookie;
import dev.treadle.http.Url;
import dev.treadle.seam.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps cookies, and knows which to send back where (RFC 6265bis section 5.7 and 5.8).
///
/// {@snippet class=dev.treadle.http.client.CookieJarSnippets region=jar lang=java}
///
/// A server cannot set cookies for others: not for a host it is not below, not for a public suffix
/// (see [PublicSuffixes]), no `Secure` one over plain HTTP, and none in place of a secure one.
/// `SameSite` is not looked at, because a client has no sites.
///
/// It keeps 3,000 cookies, and 180 for a domain, those that were used last. Safe for use by many
/// tasks.
public final class CookieJar {

  private static final int MAX = 3000;
  private static final int MAX_PER_DOMAIN = 180;

  private static final Comparator<Kept> LONGEST_PATH_FIRST =
      Comparator.<Kept>comparingInt(kept -> -kept.cookie.path().length())
          .thenComparingLong(Kept::number);

  private final PublicSuffixes suffixes;
  private final ReentrantLock lock = new ReentrantLock();

  // Everything below is guarded by the lock.
  private final Map<Key, Kept> cookies = new LinkedHashMap<>(16, 0.75f, true);
  private long numbers;

  private CookieJar(PublicSuffixes suffixes) {
    this.suffixes = suffixes;
  }

  private record Key(String name, String domain, boolean hostOnly, String path) {
    static Key of(StoredCookie cookie) {
      return new Key(cookie.name(), cookie.domain(), cookie.hostOnly(), cookie.path());
    }
  }

  /// @param number counts up in the order of creation
  private record Kept(StoredCookie cookie, long number) {}

  /// Returns an empty jar that knows [the usual][PublicSuffixes#usual()] public suffixes.
  public static CookieJar create() {
    return create(PublicSuffixes.usual());
  }

  /// Returns an empty jar.
  public static CookieJar create(PublicSuffixes suffixes) {
    return new CookieJar(Objects.requireNonNull(suffixes, "suffixes"));
  }

  /// Keeps what an answer says, as far as its server may say it.
  ///
  /// @param url what was asked
  /// @param headers the answer's fields
  public void store(Url url, Headers headers) {
    for (var field : headers.all("set-cookie")) {
      SetCookie.parse(field).map(received -> accept(url, received)).ifPresent(this::put);
    }
  }

  /// Returns `null` for what is to be ignored.
  private @Nullable StoredCookie accept(Url url, ReceivedCookie received) {
    var attributes = received.attributes();
    var host = url.host();
    var domain = attributes.domain();
    if (domain != null && isPublic(domain) && !StoredCookie.isAddress(host)) {
      domain = domain.equals(host) ? null : domain;
      if (domain != null) {
        return null;
      }
    }
    if ((domain != null && !StoredCookie.domainMatches(host, domain))
        || (attributes.secure() && !url.isSecure())) {
      return null;
    }
    var path = attributes.path();
    var cookie = received.cookie();
    return new StoredCookie(
        cookie.name(),
        cookie.value(),
        domain == null ? host : domain,
        domain == null,
        path == null ? defaultPath(url) : path,
        expires(attributes),
        attributes.secure(),
        attributes.httpOnly());
  }

  /// A dot at the end makes another name of it, but not another suffix.
  private boolean isPublic(String domain) {
    return suffixes.contains(
        domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain);
  }

  /// Section 5.1.4: the directory of what was asked.
  private static String defaultPath(Url url) {
    int slash = url.path().lastIndexOf('/');
    return slash <= 0 ? "/" : url.path().substring(0, slash);
  }

  private static @Nullable Instant expires(SetCookie.Attributes attributes) {
    var maxAge = attributes.maxAge();
    if (maxAge == null) {
      return attributes.expires();
    }
    return maxAge.isPositive() ? World.current().now().plus(maxAge) : Instant.EPOCH;
  }

  /// Keeps a cookie, whoever it comes from, in place of the one of its name, domain and path. One
  /// that has expired takes that away.
  public void put(StoredCookie cookie) {
    lock.lock();
    try {
      if (!cookie.secure() && shadowsSecure(cookie)) {
        return;
      }
      var key = Key.of(cookie);
      var before = cookies.remove(key);
      if (!cookie.isExpired(World.current().now())) {
        cookies.put(key, new Kept(cookie, before == null ? numbers++ : before.number));
        evict(cookie.domain());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Section 5.7, step 15: who can change plain traffic must not replace what TLS protects.
  private boolean shadowsSecure(StoredCookie cookie) {
    return cookies.values().stream()
        .map(Kept::cookie)
        .anyMatch(other ->
            other.secure()
                && other.name().equals(cookie.name())
                && (StoredCookie.domainMatches(other.domain(), cookie.domain())
                    || StoredCookie.domainMatches(cookie.domain(), other.domain()))
                && StoredCookie.pathMatches(cookie.path(), other.path()));
  }

  private void evict(String domain) {
    var ofDomain = cookies.keySet().stream().filter(key -> key.domain.equals(domain)).toList();
    if (ofDomain.size() > MAX_PER_DOMAIN) {
      cookies.remove(ofDomain.getFirst());
    } else if (cookies.size() > MAX) {
      cookies.remove(cookies.keySet().iterator().next());
    }
  }

  /// Returns the cookies to send with a request, in the order in which they are sent: longer paths
  /// first, then older ones.
  public List<Cookie> cookiesFor(Url url) {
    lock.lock();
    try {
      dropExpired();
      var path = url.path().isEmpty() ? "/" : url.path();
      var matching =
          cookies.values().stream()
              .filter(kept -> kept.cookie.matches(url.host(), path, url.isSecure()))
              .sorted(LONGEST_PATH_FIRST)
              .toList();
      matching.forEach(kept -> cookies.get(Key.of(kept.cookie)));
      return matching.stream()
          .map(kept -> new Cookie(kept.cookie.name(), kept.cookie.value()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Nullable String header(Url url) {
    var matching = cookiesFor(url);
    return matching.isEmpty() ? null : Cookie.format(matching);
  }

  private void dropExpired() {
    var now = World.current().now();
    cookies.values().removeIf(kept -> kept.cookie.isExpired(now));
  }

  /// Returns all cookies, the oldest first.
  public List<StoredCookie> all() {
    lock.lock();
    try {
      dropExpired();
      return cookies.values().stream()
          .sorted(Comparator.comparingLong(Kept::number))
          .map(Kept::cookie)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets all cookies.
  public void clear() {
    lock.lock();
    try {
      cookies.clear();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets the cookies that last for a session.
  public void endSession() {
    lock.lock();
    try {
      cookies.values().removeIf(kept -> kept.cookie.expires() == null);
    } finally {
      lock.unlock();
    }
  }

  /// Writes all cookies to a file, those of a session too, in the format of Netscape, which curl,
  /// wget and Python read. The file is replaced as a whole. Values are secrets: mind who may read
  /// it.
  ///
  /// @throws IOException if it cannot be written
  public void save(Path file) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(CookieFile.HEAD);
    all().forEach(cookie -> lines.add(CookieFile.format(cookie)));
    Treadle.<IOException>blocking(() -> {
      var whole = file.resolveSibling(file.getFileName() + ".new");
      Files.write(whole, lines, StandardCharsets.UTF_8);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    });
  }

  /// Adds the cookies of a file as [#save(Path)] writes it. Lines that are none, or that could not
  /// be sent, are passed over.
  ///
  /// @throws IOException if it cannot be read
  public void load(Path file) throws IOException {
    var lines =
        Treadle.<List<String>, IOException>blocking(
            () -> Files.readAllLines(file, StandardCharsets.UTF_8));
    lines.forEach(line -> CookieFile.parse(line).ifPresent(this::put));
  }

  @Override
  public String toString() {
    return "CookieJar" + all();
  }
}
