package dev.treadle.http.client;

import dev.treadle.Body;
import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Url;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says who asks (RFC 9110 section 11). It is asked for each request to the origin it is meant for,
/// never for another one's.
///
/// {@snippet class=dev.treadle.http.client.AuthSnippets region=auth lang=java}
///
/// Used by many tasks at once.
public interface Auth {

  /// Returns the value of `Authorization` for a request, or `null` to send none.
  ///
  /// @throws IOException if it cannot be had
  @Nullable String authorize(Method method, Url url) throws IOException;

  /// Is told that a server wants to know who asks (401), and what it said.
  ///
  /// @param refused the value that was sent and did not do; `null` if none was
  /// @param headers the answer's fields
  /// @return whether to ask once more
  /// @throws IOException if nothing can be made of it
  default boolean challenged(@Nullable String refused, Headers headers) throws IOException {
    return false;
  }

  /// Says nothing.
  static Auth none() {
    return (_, _) -> null;
  }

  /// Sends a name and a password with each request (RFC 7617), in UTF-8. Over TLS only, because
  /// everybody on the way can read it.
  ///
  /// @throws IllegalArgumentException if there is a colon in the name
  static Auth basic(String user, String password) {
    var value = Credentials.basic(user, password);
    return (_, _) -> value;
  }

  /// Sends a token with each request (RFC 6750).
  static Auth bearer(String token) {
    Objects.requireNonNull(token, "token");
    return (_, _) -> "Bearer " + token;
  }

  /// Sends a token that is fetched when it is needed first, and again when it is refused. Tasks
  /// that need it at the same time fetch it once.
  ///
  /// @param fetch gets a new token; may wait
  static Auth bearer(Body<String, ? extends IOException> fetch) {
    return new FetchedToken(Objects.requireNonNull(fetch, "fetch"));
  }

  /// Proves that one knows a password without sending it (RFC 7616), with SHA-512/256, SHA-256 or
  /// MD5, the first of them that the server offers.
  static Auth digest(String user, String password) {
    return new DigestAuth(user, password);
  }
}
