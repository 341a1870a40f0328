package dev.treadle.http.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A name and a password as one value (RFC 7617).
final class Credentials {

  private Credentials() {}

  static String basic(String user, @Nullable String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("user: expected no ':' in it, found one");
    }
    var pair = user + ":" + (password == null ? "" : password);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
