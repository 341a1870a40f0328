package dev.treadle.examples.scout.site;

import dev.treadle.http.server.Request;
import java.util.Locale;

/// The two names that the site has, as seen from a request: the one that was asked for, and
/// another, which leads to the same server but is another host to whoever follows links.
///
/// @param here the host that was asked for, with its port unless that is 80
/// @param there the other
record Names(String here, String there) {

  private static final String NAME = "localhost";
  private static final String ADDRESS = "127.0.0.1";

  static Names of(Request request) {
    var here = request.authority();
    return new Names(
        here,
        here.startsWith(NAME)
            ? ADDRESS + here.substring(NAME.length())
            : NAME + here.substring(portAt(here)));
  }

  private static int portAt(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : authority.length();
  }

  /// Returns a text in which `{here}`, `{HERE}` (in capitals, with the port in any case) and
  /// `{there}` are replaced by these.
  String fill(String text) {
    var withPort = portAt(here) < here.length() ? here : here + ":80";
    return text.replace("{here}", here)
        .replace("{HERE}", withPort.toUpperCase(Locale.ROOT))
        .replace("{there}", there);
  }
}
