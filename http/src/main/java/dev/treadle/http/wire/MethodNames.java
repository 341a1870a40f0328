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
      if (isNamed(bytes, from, to, method.name())) {
        return method;
      }
    }
    return Method.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
  }

  private static boolean isNamed(byte[] bytes, int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
