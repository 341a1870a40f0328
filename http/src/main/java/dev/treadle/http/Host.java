package dev.treadle.http;

import dev.treadle.http.wire.Octets;
import java.net.IDN;
import java.net.Inet6Address;
import java.util.Locale;
import java.util.regex.Pattern;

/// A host and a port in a URL (RFC 3986 section 3.2).
///
/// @param name in small letters and ASCII; IPv6 in brackets
/// @param port as it was written, or -1
record Host(String name, int port) {

  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;
  private static final int MAX_PORT = 65_535;

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern NUMBER = Pattern.compile("\\d+|0[xX][0-9a-fA-F]*");

  static Host parse(String text) throws HttpParseException {
    int bracket = text.lastIndexOf(']');
    int colon = text.indexOf(':', Math.max(0, bracket));
    var name = colon < 0 ? text : text.substring(0, colon);
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    return new Host(name.startsWith("[") ? literal(name) : registered(name), port);
  }

  /// An empty port is none.
  private static int port(String text) throws HttpParseException {
    if (text.isEmpty()) {
      return -1;
    }
    boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = digits ? Integer.parseInt(text) : MAX_PORT + 1;
    if (port > MAX_PORT) {
      throw UrlParser.malformed("expected a port up to 65535, found something else");
    }
    return port;
  }

  private static String literal(String text) throws HttpParseException {
    boolean address = text.endsWith("]") && text.chars().allMatch(Host::isLiteral);
    try {
      if (address) {
        Inet6Address.ofLiteral(text.substring(1, text.length() - 1));
        return text.toLowerCase(Locale.ROOT);
      }
    } catch (IllegalArgumentException noAddress) {
      address = false;
    }
    throw UrlParser.malformed("expected an IPv6 address in brackets as host, found something else");
  }

  private static boolean isLiteral(int c) {
    return Octets.hex(c) >= 0 || c == ':' || c == '.' || c == '[' || c == ']';
  }

  private static String registered(String text) throws HttpParseException {
    // The ASCII form is no shorter; and the JDK, which makes it, is not made for more than a name.
    requireLength(text);
    var name = ascii(text).toLowerCase(Locale.ROOT);
    requireLength(name);
    if (!name.chars().allMatch(c -> Octets.isUnreserved(c))) {
      throw UrlParser.malformed(
          "expected letters, digits, '-', '.' and '_' in the host, found others");
    }
    var whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    var labels = whole.split("\\.", -1);
    for (var label : labels) {
      if (label.isEmpty() || label.length() > MAX_LABEL) {
        throw UrlParser.malformed("expected 1 to 63 characters between the dots of the host");
      }
    }
    if (NUMBER.matcher(labels[labels.length - 1]).matches() && !IPV4.matcher(name).matches()) {
      throw UrlParser.malformed(
          "expected an IPv4 address in four decimal parts, found another number");
    }
    return name;
  }

  private static void requireLength(String name) throws HttpParseException {
    if (name.isEmpty() || name.length() > MAX_NAME + 1) {
      throw UrlParser.malformed("expected a host of 1 to 253 characters, found another length");
    }
  }

  private static String ascii(String text) throws HttpParseException {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    try {
      return IDN.toASCII(text);
    } catch (IllegalArgumentException noName) {
      throw UrlParser.malformed("expected a host that has an ASCII form, found something else");
    }
  }
}
