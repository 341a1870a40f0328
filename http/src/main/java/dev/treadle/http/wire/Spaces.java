package dev.treadle.http.wire;

/// Optional white space, which in HTTP is space and tab (RFC 9110 section 5.6.3).
public final class Spaces {

  private Spaces() {}

  /// Whether it is one.
  public static boolean is(int c) {
    return c == ' ' || c == '\t';
  }

  /// The text without what is around it.
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && is(text.charAt(from))) {
      from++;
    }
    while (to > from && is(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
