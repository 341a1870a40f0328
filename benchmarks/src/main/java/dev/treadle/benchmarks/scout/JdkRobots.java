package dev.treadle.benchmarks.scout;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.UnknownFormatException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// What the site says to crawlers, for the one on the JDK.
///
/// @param rules those of `robots.txt`
record JdkRobots(BaseRobotRules rules) {

  static final JdkRobots NONE =
      new JdkRobots(new SimpleRobotRules(SimpleRobotRules.RobotRulesMode.ALLOW_ALL));

  static JdkRobots ask(JdkFetcher fetcher, URI start) throws IOException, InterruptedException {
    var uri = start.resolve("/robots.txt");
    var answer = fetcher.ask(uri, "GET");
    return answer.statusCode() == 200
        ? new JdkRobots(
            new SimpleRobotRulesParser()
                .parseContent(uri.toString(), answer.body(), "text/plain", List.of("benchmark")))
        : NONE;
  }

  boolean allows(URI uri) {
    return rules.isAllowed(uri.toString());
  }

  /// Returns the pages on the sitemaps.
  List<URI> pages(JdkFetcher fetcher, URI start) throws Exception {
    var toRead = new ArrayDeque<String>(rules.getSitemaps());
    var pages = new ArrayList<URI>();
    while (!toRead.isEmpty()) {
      var uri = URI.create(toRead.remove());
      var answer = fetcher.ask(uri, "GET");
      switch (parse(uri, answer.body())) {
        case SiteMapIndex index -> {
          for (AbstractSiteMap further : index.getSitemaps()) {
            toRead.add(further.getUrl().toString());
          }
        }
        case SiteMap map -> {
          for (var page : map.getSiteMapUrls()) {
            pages.add(page.getUrl().toURI());
          }
        }
        default -> throw new IllegalStateException("expected a sitemap at " + uri);
      }
    }
    pages.removeIf(page -> !page.getAuthority().equals(start.getAuthority()));
    return pages;
  }

  private static AbstractSiteMap parse(URI uri, byte[] content)
      throws IOException, UnknownFormatException {
    return new SiteMapParser(false).parseSiteMap(content, uri.toURL());
  }
}
