package dev.treadle.http;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How content is packed for its way (RFC 9110 section 8.4.1).
///
/// {@snippet class=dev.treadle.http.ContentCodingSnippets region=negotiate lang=java}
public enum ContentCoding {
  /// As gzip writes it.
  GZIP,
  /// As zlib writes it, whatever the name says.
  DEFLATE,
  /// Not at all.
  IDENTITY;

  private static final int MOST = 1000;

  /// Returns what it is called in fields.
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the coding of a name, in letters of any case; nothing if it is none of them. `x-gzip`
  /// is gzip.
  public static Optional<ContentCoding> parse(String token) {
    return switch (token.toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      case "identity" -> Optional.of(IDENTITY);
      default -> Optional.empty();
    };
  }

  /// Returns in which of several codings a client likes content best (RFC 9110 section 12.5.3). Of
  /// those it likes as much the first wins.
  ///
  /// @param accept the values of its `Accept-Encoding` fields; if there are none, only [#IDENTITY]
  ///   is sure to be understood
  /// @param offered what could be sent; [#IDENTITY] is taken for the last one if it is not there
  /// @return nothing if it refuses all of them, identity included
  public static Optional<ContentCoding> negotiate(
      List<String> accept, Collection<ContentCoding> offered) {
    if (accept.isEmpty()) {
      return Optional.of(IDENTITY);
    }
    var wishes = Quality.parse(accept);
    ContentCoding best = null;
    int most = 0;
    for (var offer : offered) {
      int weight = weight(wishes, offer);
      if (weight > most) {
        best = offer;
        most = weight;
      }
    }
    if (best == null && weight(wishes, IDENTITY) > 0) {
      return Optional.of(IDENTITY);
    }
    return Optional.ofNullable(best);
  }

  /// What is said of the coding itself, else of all others; of identity, if nothing is said, that
  /// it will do, but nobody asked for it.
  private static int weight(List<Quality> wishes, ContentCoding coding) {
    int others = coding == IDENTITY ? 1 : 0;
    for (var wish : wishes) {
      if (parse(wish.value()).filter(coding::equals).isPresent()) {
        return wish.weight();
      }
      if (wish.value().equals("*")) {
        others = Math.min(wish.weight(), coding == IDENTITY ? 1 : MOST);
      }
    }
    return others;
  }
}
