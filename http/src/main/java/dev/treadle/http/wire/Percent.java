package dev.treadle.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Percent-encoding of text as UTF-8 (RFC 3986 section 2).
public final class Percent {

  private static final String DIGITS = "0123456789ABCDEF";

  private Percent() {}

  /// The text with everything encoded that is not unreserved.
  public static String encode(String text) {
    return encode(text, Octets::isUnreserved);
  }

  /// The text with everything encoded that is not to be kept.
  public static String encode(String text, IntPredicate kept) {
    var encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      append(encoded, b, b >= 0 && kept.test(b));
    }
    return encoded.toString();
  }

  /// The text, or `null` if a `%` has no two digits behind it, or the bytes are no UTF-8.
  public static @Nullable String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      if (octet(text, i) < 0) {
        return null;
      }
    }
    return Utf8.decode(octets(text, false));
  }

  /// A name or value of a form, in which `+` is a space.
  public static String decodeForm(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    return new String(octets(text, true), StandardCharsets.UTF_8);
  }

  /// Appends a name or value of a form.
  public static void encodeForm(StringBuilder out, String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == ' ') {
        out.append('+');
      } else {
        append(out, b, (b >= 0 && b != '~' && Octets.isUnreserved(b)) || b == '*');
      }
    }
  }

  /// The octet that is encoded there, or -1.
  public static int octet(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = Octets.hex(text.charAt(at + 1));
    int low = Octets.hex(text.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /// Appends an octet, as it is or encoded.
  public static void append(StringBuilder out, int octet, boolean asIs) {
    if (asIs) {
      out.append((char) octet);
    } else {
      out.append('%').append(DIGITS.charAt(octet >> 4 & 0xF)).append(DIGITS.charAt(octet & 0xF));
    }
  }

  /// What is not ASCII in the text counts as its UTF-8.
  private static byte[] octets(String text, boolean form) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      byte b = in[i];
      if (b == '%'
          && i + 2 < in.length
          && Octets.hex(in[i + 1]) >= 0
          && Octets.hex(in[i + 2]) >= 0) {
        b = (byte) (Octets.hex(in[i + 1]) << 4 | Octets.hex(in[i + 2]));
        i += 2;
      } else if (form && b == '+') {
        b = ' ';
      }
      out[length++] = b;
    }
    return java.util.Arrays.copyOf(out, length);
  }
}
