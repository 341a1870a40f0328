package dev.treadle.http.client;

import dev.treadle.http.Url;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides which requests go through which proxy.
///
/// {@snippet class=dev.treadle.http.client.ProxiesSnippets region=environment lang=java}
@FunctionalInterface
public interface Proxies {

  /// Returns the proxy for a URL; nothing if it is asked directly.
  Optional<Proxy> find(Url url);

  /// Returns what sends every request directly.
  static Proxies none() {
    return _ -> Optional.empty();
  }

  /// Returns what sends every request through one proxy.
  static Proxies all(Proxy proxy) {
    return _ -> Optional.of(proxy);
  }

  /// Returns what the environment variables of this process say: `HTTP_PROXY` for `http`,
  /// `HTTPS_PROXY` for `https`, `ALL_PROXY` for what is left, `NO_PROXY` for exceptions, in letters
  /// of either case.
  ///
  /// @throws IllegalArgumentException if a variable has no proxy's URL in it
  static Proxies fromEnvironment() {
    return from(System.getenv());
  }

  /// Returns what such variables say. Names in small letters count more. `HTTP_PROXY` is ignored if
  /// there is a `REQUEST_METHOD`: then this is a CGI program, and a client could set it by a field
  /// called `Proxy`.
  ///
  /// `NO_PROXY` is a list, with commas, of hosts, of domains with all below them, with or without a
  /// dot in front, each perhaps with a port, or `*` for all.
  ///
  /// @throws IllegalArgumentException if a variable has no proxy's URL in it
  static Proxies from(Map<String, String> environment) {
    boolean cgi = environment.containsKey("REQUEST_METHOD");
    var all = proxy(variable(environment, "all_proxy", true));
    var http = proxy(variable(environment, "http_proxy", !cgi));
    var https = proxy(variable(environment, "https_proxy", true));
    var exceptions = variable(environment, "no_proxy", true);
    return url -> {
      if (exceptions != null && NoProxy.matches(exceptions, url)) {
        return Optional.empty();
      }
      var proxy = url.isSecure() ? https : http;
      return proxy.isPresent() ? proxy : all;
    };
  }

  private static @Nullable String variable(
      Map<String, String> environment, String name, boolean anyCase) {
    var value = environment.get(name);
    return value == null && anyCase ? environment.get(name.toUpperCase(Locale.ROOT)) : value;
  }

  private static Optional<Proxy> proxy(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(Proxy.of(value.contains("://") ? value.strip() : "http://" + value.strip()));
  }
}
