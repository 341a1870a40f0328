package dev.treadle.examples.scout;

import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.UnknownFormatException;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Url;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A list of pages that a site publishes (sitemaps.org), or of further such lists.
///
/// @param pages what is on it
/// @param sitemaps further lists
record Sitemap(List<Url> pages, List<Url> sitemaps) {

  static final Sitemap EMPTY = new Sitemap(List.of(), List.of());

  /// Reads one, packed or not; what is none has nothing on it.
  static Sitemap parse(Url url, byte[] content) {
    try {
      var location = URI.create(url.toString()).toURL();
      var sitemap = new SiteMapParser(false).parseSiteMap(content, location);
      return of(sitemap);
    } catch (UnknownFormatException | IOException | IllegalArgumentException _) {
      return EMPTY;
    }
  }

  private static Sitemap of(AbstractSiteMap sitemap) {
    return switch (sitemap) {
      case SiteMapIndex index ->
          new Sitemap(
              List.of(), urls(index.getSitemaps().stream().map(AbstractSiteMap::getUrl).toList()));
      case SiteMap map ->
          new Sitemap(
              urls(map.getSiteMapUrls().stream().map(page -> page.getUrl()).toList()), List.of());
      default -> EMPTY;
    };
  }

  private static List<Url> urls(Collection<URL> found) {
    var urls = new ArrayList<Url>();
    for (var url : found) {
      try {
        var page = Url.parse(Url.tidy(url.toString()));
        if (Reference.isOfTheWeb(page)) {
          urls.add(page);
        }
      } catch (HttpParseException _) {
        // Nobody can go there.
      }
    }
    return urls;
  }
}
