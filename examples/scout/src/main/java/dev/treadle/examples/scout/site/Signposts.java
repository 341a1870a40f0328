package dev.treadle.examples.scout.site;

import dev.treadle.http.MediaType;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What only crawlers read: `robots.txt` (RFC 9309), and sitemaps (sitemaps.org).
final class Signposts {

  private static final MediaType XML = MediaType.of("application/xml");

  private static final String ROBOTS =
      """
      # Everybody is welcome, but letters are private.
      User-agent: greedy-bot
      Disallow: /

      User-agent: *
      Allow: /private/open
      Disallow: /private/

      Sitemap: http://{here}/sitemap.xml
      """;

  private static final String INDEX =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <sitemap><loc>http://{here}/sitemaps/sections.xml</loc></sitemap>
      <sitemap><loc>http://{here}/sitemaps/hidden.xml</loc></sitemap>
      </sitemapindex>
      """;

  private static final String SECTIONS = map("/shop/", "/docs/", "/journal/");

  /// Most of these have no link that leads to them.
  private static final String HIDDEN =
      map("/trouble/hidden-1", "/trouble/hidden-2", "/trouble/hidden-3", "/private/letter-2");

  private Signposts() {}

  static void addTo(Map<String, Handler> handlers) {
    handlers.put("/robots.txt", request -> Response.text(filled(ROBOTS, request)));
    handlers.put("/sitemap.xml", request -> xml(INDEX, request));
    handlers.put("/sitemaps/sections.xml", request -> xml(SECTIONS, request));
    handlers.put("/sitemaps/hidden.xml", request -> xml(HIDDEN, request));
  }

  private static String map(String... paths) {
    var map =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            """);
    for (var path : paths) {
      map.append("<url><loc>http://{here}").append(path).append("</loc></url>\n");
    }
    return map.append("</urlset>\n").toString();
  }

  private static Response xml(String text, Request request) {
    return Response.bytes(XML, filled(text, request).getBytes(StandardCharsets.UTF_8));
  }

  private static String filled(String text, Request request) {
    return Names.of(request).fill(text);
  }
}
