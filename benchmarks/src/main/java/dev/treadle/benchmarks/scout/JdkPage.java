package dev.treadle.benchmarks.scout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// What the crawler on the JDK wants to know of a page.
///
/// @param references its links
/// @param malformed how many more are no addresses
/// @param anchors the places on it
record JdkPage(List<Reference> references, int malformed, Set<String> anchors) {

  private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([^;\"]+)");
  private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*");
  private static final Pattern ENCODED = Pattern.compile("%[0-9a-fA-F]{2}");

  /// Where a link leads.
  record Reference(URI target, @Nullable String fragment) {}

  static JdkPage parse(URI uri, HttpResponse<byte[]> answer) throws IOException {
    var charset = CHARSET.matcher(answer.headers().firstValue("Content-Type").orElse(""));
    var content = new ByteArrayInputStream(JdkFetcher.content(answer));
    var document = Jsoup.parse(content, charset.find() ? charset.group(1) : null, "");
    var links = new LinkedHashSet<String>();
    var anchors = new HashSet<String>();
    document.forEachNode(node -> {
      if (node instanceof Element element) {
        look(element, links, anchors);
      }
    });
    var based = document.head().selectFirst("base[href]");
    var base = based == null ? uri : uri.resolve(based.attr("href"));
    var references = new ArrayList<Reference>();
    int malformed = 0;
    for (var link : links) {
      if (!SCHEME.matcher(link).matches() || link.regionMatches(true, 0, "http", 0, 4)) {
        var reference = reference(base, link);
        if (reference == null) {
          malformed++;
        } else {
          references.add(reference);
        }
      }
    }
    return new JdkPage(references, malformed, anchors);
  }

  private static void look(Element element, Set<String> links, Set<String> anchors) {
    if (!element.id().isEmpty()) {
      anchors.add(element.id());
    }
    var link =
        switch (element.normalName()) {
          case "a", "area", "link" -> element.attr("href").strip();
          case "img", "script", "iframe", "source" -> element.attr("src").strip();
          default -> "";
        };
    if (!link.isEmpty() && !link.equals("#")) {
      links.add(link);
    }
  }

  /// Returns `null` for what is no address.
  static @Nullable Reference reference(URI base, String link) {
    int hash = link.indexOf('#');
    try {
      var address = new URI(hash < 0 ? link : link.substring(0, hash));
      // The JDK takes an empty reference for the folder.
      var target = address.toString().isEmpty() ? base : base.resolve(address);
      return target.getHost() == null
          ? null
          : new Reference(normalised(target), hash < 0 ? null : place(link.substring(hash + 1)));
    } catch (URISyntaxException | IllegalArgumentException none) {
      return null;
    }
  }

  private static @Nullable String place(String fragment) {
    return fragment.isEmpty() || fragment.equals("top")
        ? null
        : URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static URI normalised(URI uri) throws URISyntaxException {
    var tidy = uri.normalize();
    var scheme = tidy.getScheme().toLowerCase(Locale.ROOT);
    var host = tidy.getHost().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    var port = tidy.getPort() < 0 || tidy.getPort() == usual ? "" : ":" + tidy.getPort();
    var query = tidy.getRawQuery();
    var path = tidy.getRawPath().isEmpty() ? "/" : decoded(tidy.getRawPath());
    var text = scheme + "://" + host + port + path + (query == null ? "" : "?" + query);
    return new URI(new URI(text).toASCIIString());
  }

  /// Without what is encoded and need not be (RFC 3986 section 6.2.2.2).
  private static String decoded(String path) {
    return path.indexOf('%') < 0
        ? path
        : ENCODED
            .matcher(path)
            .replaceAll(found -> {
              int octet = Integer.parseInt(found.group(), 1, 3, 16);
              boolean unreserved =
                  (Character.isLetterOrDigit(octet) && octet < 128) || "-._~".indexOf(octet) >= 0;
              return unreserved
                  ? Character.toString(octet)
                  : found.group().toUpperCase(Locale.ROOT);
            });
  }
}
