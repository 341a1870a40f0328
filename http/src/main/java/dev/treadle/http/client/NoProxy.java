package dev.treadle.http.client;

import dev.treadle.http.Url;
import java.util.Locale;

/// The list of exceptions in `NO_PROXY`.
final class NoProxy {

  private NoProxy() {}

  static boolean matches(String list, Url url) {
    for (var entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      if (!entry.isEmpty() && (entry.equals("*") || matchesEntry(entry, url))) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesEntry(String entry, Url url) {
    int colon = entry.lastIndexOf(':');
    boolean lastColonIsAPorts =
        colon > entry.lastIndexOf(']') && (entry.startsWith("[") || entry.indexOf(':') == colon);
    boolean hasPort = colon > 0 && lastColonIsAPorts;
    if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(url.port()))) {
      return false;
    }
    var name = Proxy.unbracketed(hasPort ? entry.substring(0, colon) : entry);
    var suffix = name.startsWith("*.") ? name.substring(1) : name;
    var host = Proxy.unbracketed(url.host());
    return suffix.startsWith(".")
        ? host.endsWith(suffix) || host.equals(suffix.substring(1))
        : host.equals(suffix) || host.endsWith("." + suffix);
  }
}
