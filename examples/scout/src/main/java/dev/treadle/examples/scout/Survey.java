package dev.treadle.examples.scout;

import dev.treadle.examples.scout.CrawlSettings.Manners;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Url;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.client.HttpException;
import dev.treadle.http.client.Response;
import dev.treadle.retry.Retry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What is asked of a host before its pages are: what programs may do, and what pages there are.
final class Survey {

  /// So many lists of pages are read of a host at most.
  private static final int MAX_SITEMAPS = 100;

  /// So long a sitemap may be, in bytes (sitemaps.org).
  static final int LONGEST = 50 << 20;

  private final HttpClient client;
  private final Retry retry;
  private final Manners manners;

  Survey(HttpClient client, Retry retry, Manners manners) {
    this.client = client;
    this.retry = retry;
    this.manners = manners;
  }

  /// Asks for `robots.txt`. A host that gives no answer at all is left to the pages, which will not
  /// get one either.
  Robots robots(Url host, Gate gate) {
    if (!manners.robots()) {
      return Robots.NONE;
    }
    try {
      var url = host.resolve("/robots.txt");
      var answer = get(url, gate);
      return answer.isSuccess()
          ? Robots.parse(url, answer.bytes(), manners.userAgent())
          : Robots.unavailable(answer.status());
    } catch (HttpException.BadStatus busy) {
      return Robots.unavailable(busy.status());
    } catch (IOException _) {
      return Robots.NONE;
    }
  }

  /// Returns the pages on a host's sitemaps: those that `robots.txt` names, else the one at the
  /// usual place. Pages of other hosts are not taken from it.
  List<Event.Listed> pages(Url host, Robots robots, Gate gate) throws HttpParseException {
    if (!manners.sitemap()) {
      return List.of();
    }
    var named = robots.sitemaps();
    var toRead = new ArrayDeque<>(named.isEmpty() ? List.of(host.resolve("/sitemap.xml")) : named);
    var seen = new HashSet<>(toRead);
    var pages = new ArrayList<Event.Listed>();
    while (!toRead.isEmpty()) {
      var url = toRead.remove();
      var sitemap = read(url, gate);
      for (var page : sitemap.pages()) {
        if (page.authority().equals(host.authority())) {
          pages.add(new Event.Listed(url, page));
        }
      }
      for (var further : sitemap.sitemaps()) {
        if (seen.size() < MAX_SITEMAPS && seen.add(further)) {
          toRead.add(further);
        }
      }
    }
    return pages;
  }

  private Sitemap read(Url url, Gate gate) {
    try {
      var answer = get(url, gate);
      return answer.isSuccess() ? Sitemap.parse(url, answer.bytes()) : Sitemap.EMPTY;
    } catch (IOException _) {
      return Sitemap.EMPTY;
    }
  }

  private Response get(Url url, Gate gate) throws IOException {
    return retry.call(() -> {
      try (var _ = gate.pass()) {
        var answer = client.get(url.toString());
        return Reasons.isBusy(answer.status()) ? answer.raiseForStatus() : answer;
      }
    });
  }
}
