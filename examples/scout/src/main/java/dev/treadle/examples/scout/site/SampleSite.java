package dev.treadle.examples.scout.site;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A site for trying crawlers on: a shop with instructions and a journal, whose pages are made up
/// and the same whenever they are asked for, and a section about everything that goes wrong.
///
/// {@snippet :
/// var site = SampleSite.create();
/// HttpServer.run(new InetSocketAddress(8081), settings -> settings, site::answer);
/// }
public final class SampleSite {

  private final OrdinaryPages ordinary;
  private final Map<String, Handler> others = new HashMap<>();

  private SampleSite(SiteSettings settings) {
    ordinary = new OrdinaryPages(settings);
    var home = home();
    others.put("/", _ -> Response.html(home));
    Assets.all().forEach((path, asset) -> others.put(path, _ -> asset));
    Topics.of(settings).forEach(topic -> others.put(topic.path(), topic::answer));
    Signposts.addTo(others);
    new Misbehaviour(settings).addTo(others);
  }

  /// Makes a site of 450 ordinary pages that take their time, and some more on which things go
  /// wrong.
  public static SampleSite create() {
    return create(settings -> settings);
  }

  /// Makes a site.
  public static SampleSite create(UnaryOperator<SiteSettings> settings) {
    return new SampleSite(settings.apply(SiteSettings.DEFAULT));
  }

  /// Answers a request for anything.
  ///
  /// @throws Exception if the page is one on which that happens
  public Response answer(Request request) throws Exception {
    var path = path(request);
    var answer = ordinary.answer(path);
    if (answer != null) {
      return answer;
    }
    var other = others.get(path);
    return other == null ? ErrorPages.NOT_FOUND : other.handle(request);
  }

  /// The site answers whatever spelling an address comes in: that two of them mean one page is for
  /// the crawler to know.
  private static String path(Request request) throws HttpParseException {
    var path = request.path();
    return path.indexOf('%') < 0 && !path.contains("/.") ? path : request.url().normalise().path();
  }

  private String home() {
    var page = Frame.begin("Heddle &amp; Daughters", List.of());
    page.append("<p>Looms, yarn, and how to use them.</p>\n<ul>\n");
    for (var section : ordinary.sections()) {
      page.append("<li>");
      Frame.link(page, section.path(0), section.title());
      page.append(", ").append(section.size()).append(" pages</li>\n");
    }
    page.append(
        "<li><a href=\"/trouble/\">Trouble</a>, on which everything goes wrong</li>\n</ul>\n");
    return Frame.end(page);
  }
}
