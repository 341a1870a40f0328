package dev.treadle.http.wire;

import dev.treadle.http.Method;
import java.nio.charset.StandardCharsets;

/// Finds methods by their bytes, without making a text of them.
final class MethodNames {

  private static final Method[] COMMON = {
    Method.GET, Method.POST, Method.PUT, Method.HEAD, Method.DELETE, Method.PATCH, Method.OPTIONS
  };

  private MethodNames() {}

  static Method of(byte[] bytes, int from, int to) {
    for (var method : COMMON) {
      if (Octets.equals(bytes, from, to, method.name())) {
        return method;
      }
    }
    return Method.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
  }
}
