package dev.treadle.examples.scout;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// What a crawler wants to know of a page: where it leads, and where one can be led on it.
///
/// @param references its links, each once
/// @param anchors its places with names
record HtmlPage(List<Reference> references, Anchors anchors) {

  private static final Pattern QUERY_OR_FRAGMENT = Pattern.compile("[?#]");
  private static final Pattern LINE_BREAKS = Pattern.compile("[\t\r\n]");

  private static final Pattern CANDIDATE =
      Pattern.compile("[\\s,]*(?<url>\\S*[^\\s,])(,+|\\s+[^,]*)?");
  private static final Pattern REFRESH =
      Pattern.compile("(?i)[^;]*;\\s*url\\s*=\\s*['\"]?([^'\"]*).*");

  /// Reads a page.
  ///
  /// @param charset what its answer said; `null` leaves it to the page itself, else UTF-8, and so
  ///   does a charset that nobody knows
  static HtmlPage parse(Url url, byte[] content, @Nullable String charset) throws IOException {
    var document = Jsoup.parse(new ByteArrayInputStream(content), known(charset), "");
    var found = new Finds();
    document.forEachNode(node -> {
      if (node instanceof Element element) {
        found.look(element);
      }
    });
    var base = base(document, url);
    var references = new ArrayList<Reference>(found.links.size());
    for (var link : found.links) {
      var reference = reference(base, link);
      if (reference != null) {
        references.add(reference);
      }
    }
    return new HtmlPage(references, Anchors.of(found.names));
  }

  private static @Nullable String known(@Nullable String charset) {
    try {
      return charset != null && Charset.isSupported(charset) ? charset : null;
    } catch (IllegalCharsetNameException _) {
      return null;
    }
  }

  /// RFC 3986 section 5.1.1, HTML's `base`.
  private static Url base(Document document, Url url) {
    var base = document.head().selectFirst("base[href]");
    if (base == null) {
      return url;
    }
    try {
      return url.resolve(Url.tidy(base.attr("href").strip()));
    } catch (HttpParseException _) {
      return url;
    }
  }

  /// Returns `null` for what is no link of the web, such as `mailto:`.
  private static @Nullable Reference reference(Url base, String link) {
    if (!Reference.isOfTheWeb(link)) {
      return null;
    }
    try {
      var url = base.resolve(Url.tidy(link));
      return Reference.isOfTheWeb(url) ? Reference.to(url) : null;
    } catch (HttpParseException _) {
      return Reference.malformed(link);
    }
  }

  /// Collects while a page is walked through, once.
  private static final class Finds {

    final Set<String> links = new LinkedHashSet<>();
    final Set<String> names = new HashSet<>();

    void look(Element element) {
      var id = element.id();
      if (!id.isEmpty()) {
        addName(id);
      }
      switch (element.normalName()) {
        case "a" -> {
          add(element, "href");
          addName(element.attr("name"));
        }
        case "area" -> add(element, "href");
        case "link" -> {
          if (!isHint(element.attr("rel"))) {
            add(element, "href");
          }
        }
        case "img", "source" -> {
          add(element, "src");
          addCandidates(element.attr("srcset"));
        }
        case "video" -> {
          add(element, "src");
          add(element, "poster");
        }
        case "script", "iframe", "frame", "audio", "embed", "track", "input" -> add(element, "src");
        case "object" -> add(element, "data");
        case "meta" -> addRefresh(element);
        default -> {
          // Nothing that leads anywhere.
        }
      }
    }

    /// A name that is itself encoded is found by a link that is written alike, before it is decoded
    /// (HTML, "find a potential indicated element").
    private void addName(String name) {
      names.add(name);
      if (name.indexOf('%') >= 0) {
        names.add(Reference.decoded(name));
      }
    }

    /// What only tells a browser to get ready for a host names no document, and where blogs take
    /// notice of each other nobody can read.
    private static boolean isHint(String relation) {
      var lower = relation.toLowerCase(Locale.ROOT);
      return lower.contains("preconnect")
          || lower.contains("dns-prefetch")
          || lower.contains("pingback");
    }

    private void add(Element element, String attribute) {
      addLink(element.attr(attribute));
    }

    private void addLink(String written) {
      var link = written.strip();
      if (link.indexOf('\n') >= 0 || link.indexOf('\t') >= 0 || link.indexOf('\r') >= 0) {
        link = LINE_BREAKS.matcher(link).replaceAll("");
      }
      if (link.indexOf('\\') >= 0) {
        link = withSlashes(link);
      }
      if (!link.isEmpty() && !link.equals("#")) {
        links.add(link);
      }
    }

    /// Browsers take `img\a.png` for `img/a.png` (URL Standard), and who looks at pages with them
    /// finds nothing wrong.
    private static String withSlashes(String link) {
      if (!Reference.isOfTheWeb(link)) {
        return link;
      }
      var end = QUERY_OR_FRAGMENT.matcher(link);
      int path = end.find() ? end.start() : link.length();
      return link.substring(0, path).replace('\\', '/') + link.substring(path);
    }

    /// Each is an address, which commas may follow at once, and then what it is good for. There may
    /// be commas within an address.
    private void addCandidates(String srcset) {
      var candidate = CANDIDATE.matcher(srcset);
      while (candidate.find()) {
        addLink(String.valueOf(candidate.group("url")));
      }
    }

    private void addRefresh(Element meta) {
      if (meta.attr("http-equiv").equalsIgnoreCase("refresh")) {
        var refresh = REFRESH.matcher(meta.attr("content"));
        if (refresh.matches()) {
          addLink(refresh.group(1));
        }
      }
    }
  }
}
