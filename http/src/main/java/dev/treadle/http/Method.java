package dev.treadle.http;

import dev.treadle.http.wire.Octets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a request asks for (RFC 9110 section 9): `GET`, `POST`, or any other token. Two of the same
/// name are equal. Unlike names of fields they are written in one way: `get` is another method.
public final class Method {

  /// Transfers what a resource is now.
  public static final Method GET = new Method("GET");

  /// As GET, without the content.
  public static final Method HEAD = new Method("HEAD");

  /// Has a resource work on the content, in a way of its own.
  public static final Method POST = new Method("POST");

  /// Replaces what a resource is.
  public static final Method PUT = new Method("PUT");

  /// Changes a resource in part (RFC 5789).
  public static final Method PATCH = new Method("PATCH");

  /// Removes a resource.
  public static final Method DELETE = new Method("DELETE");

  /// Asks what is possible.
  public static final Method OPTIONS = new Method("OPTIONS");

  /// Asks a proxy for a tunnel.
  public static final Method CONNECT = new Method("CONNECT");

  /// Has the request sent back.
  public static final Method TRACE = new Method("TRACE");

  private static final List<Method> SAFE = List.of(GET, HEAD, OPTIONS, TRACE);
  private static final Map<String, Method> KNOWN =
      Stream.of(GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, CONNECT, TRACE)
          .collect(Collectors.toUnmodifiableMap(Method::name, Function.identity()));

  private final String name;

  private Method(String name) {
    this.name = name;
  }

  /// Returns the method of a name.
  ///
  /// @throws IllegalArgumentException if it is no token
  public static Method of(String name) {
    var known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    if (!Octets.isToken(name)) {
      throw new IllegalArgumentException(
          "name: expected letters, digits and !#$%&'*+-.^_`|~ of a method, found something else");
    }
    return new Method(name);
  }

  /// Returns what it is called.
  public String name() {
    return name;
  }

  /// Returns whether it changes nothing, as far as whoever asks is concerned (RFC 9110 section
  /// 9.2.1). Of unknown methods nobody knows, so they are not.
  public boolean isSafe() {
    return SAFE.contains(this);
  }

  /// Returns whether asking twice is the same as asking once, so that it may be tried again after a
  /// connection was lost (RFC 9110 section 9.2.2).
  public boolean isIdempotent() {
    return isSafe() || equals(PUT) || equals(DELETE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Method method && name.equals(method.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
