package dev.treadle.http.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lines of an access log as the NCSA server wrote them, and Apache and nginx after it.
final class LogLine {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// The client was gone before an answer began.
  private static final int GONE = 499;

  private LogLine() {}

  static String common(AccessLog.Entry entry) {
    var request = entry.request();
    long content = entry.bytes().content();
    var line = new StringBuilder(128).append(host(request.remoteAddress()));
    line.append(" - - [");
    TIME.formatTo(entry.time(), line);
    line.append("] \"").append(request.method()).append(' ');
    escape(line, request.target());
    line.append(" HTTP/1.").append(request.minorVersion()).append("\" ");
    line.append(entry.status().map(status -> status.code()).orElse(GONE)).append(' ');
    return (content == 0 ? line.append('-') : line.append(content)).toString();
  }

  static String combined(AccessLog.Entry entry) {
    var line = new StringBuilder(common(entry));
    quote(line, entry.request().header("Referer"));
    quote(line, entry.request().header("User-Agent"));
    return line.toString();
  }

  /// Only the address; a Unix socket has none.
  private static String host(SocketAddress address) {
    if (address instanceof InetSocketAddress internet) {
      var known = internet.getAddress();
      return known == null ? internet.getHostString() : known.getHostAddress();
    }
    return "unix:";
  }

  private static void quote(StringBuilder line, @Nullable String value) {
    line.append(" \"");
    escape(line, value == null ? "-" : value);
    line.append('"');
  }

  private static void escape(StringBuilder line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        line.append("\\x%02x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
  }
}
