package dev.treadle.http.wire;

/// What the grammars of RFC 9110, 9112 and 3986 allow where, by a look into a table.
public final class Octets {

  private static final int TOKEN = 1;
  private static final int FIELD = 2;
  private static final int PATH = 4;
  private static final int QUERY = 8;
  private static final int UNRESERVED = 16;
  private static final int SUB_DELIMITER = 32;

  private static final byte[] KINDS = new byte[256];
  private static final byte[] HEX = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      HEX[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
      boolean visible = c > ' ' && c != 0x7F;
      mark(c, visible || c == ' ' || c == '\t', FIELD);
      boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
      mark(c, letterOrDigit || in("!#$%&'*+-.^_`|~", c), TOKEN);
      mark(c, letterOrDigit || in("-._~", c), UNRESERVED);
      mark(c, in("!$&'()*+,;=", c), SUB_DELIMITER);
      // Browsers send brackets and bars in paths, and a few more characters in queries, as they
      // are.
      boolean path = letterOrDigit || in("-._~!$&'()*+,;=:@/%[]|", c);
      mark(c, path, PATH);
      mark(c, path || in("?{}\\^`", c), QUERY);
    }
  }

  private Octets() {}

  private static void mark(int c, boolean is, int kind) {
    KINDS[c] |= (byte) (is ? kind : 0);
  }

  private static boolean in(String characters, int c) {
    return characters.indexOf(c) >= 0;
  }

  private static boolean is(int c, int kind) {
    return c >= 0 && c < 256 && (KINDS[c] & kind) != 0;
  }

  static boolean isToken(byte b) {
    return (KINDS[b & 0xFF] & TOKEN) != 0;
  }

  static boolean isField(byte b) {
    return (KINDS[b & 0xFF] & FIELD) != 0;
  }

  static boolean isPath(byte b) {
    return (KINDS[b & 0xFF] & PATH) != 0;
  }

  static boolean isQuery(byte b) {
    return (KINDS[b & 0xFF] & QUERY) != 0;
  }

  static int hex(byte b) {
    return HEX[b & 0xFF];
  }

  /// Whether a token may contain the character (RFC 9110 section 5.6.2).
  public static boolean isToken(int c) {
    return is(c, TOKEN);
  }

  /// Whether the value of a field may contain the character (RFC 9110 section 5.5).
  public static boolean isField(int c) {
    return is(c, FIELD);
  }

  /// Whether the character is an unreserved one (RFC 3986 section 2.3).
  public static boolean isUnreserved(int c) {
    return is(c, UNRESERVED);
  }

  /// Whether the character is a sub-delimiter (RFC 3986 section 2.2).
  public static boolean isSubDelimiter(int c) {
    return is(c, SUB_DELIMITER);
  }

  /// The value of a hexadecimal digit, or -1.
  public static int hex(int c) {
    return c >= 0 && c < 256 ? HEX[c] : -1;
  }

  /// Whether the text is one token.
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isToken(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Whether all characters may be in the value of a field.
  public static boolean isField(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isField(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// The octet or character, if it is a capital letter the small one; only ASCII has any here.
  public static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  /// Whether bytes are a text.
  static boolean equals(byte[] bytes, int from, int to, String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((bytes[from + i] & 0xFF) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Whether bytes are a text, without regard to the case of ASCII letters.
  static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      int b = bytes[from + i] & 0xFF;
      int c = text.charAt(i);
      if (b != c && lower(b) != lower(c)) {
        return false;
      }
    }
    return true;
  }

  /// Shows a byte in a message, which must not contain it if it is a control character.
  static String shown(byte b) {
    return b > ' ' && b < 0x7F ? "'" + (char) b + "'" : "0x%02X".formatted(b & 0xFF);
  }
}
