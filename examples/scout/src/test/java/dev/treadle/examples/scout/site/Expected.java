package dev.treadle.examples.scout.site;

import dev.treadle.examples.scout.BrokenLink;
import dev.treadle.examples.scout.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a crawl of the sample site is to find, written down by hand: nothing here asks a crawler.
///
/// @param pages addresses of the pages that are read
/// @param broken links as `page -> link: reason`
/// @param redirects as `address -> status target`
/// @param skipped as `address: reason`
/// @param refused likewise
record Expected(
    Set<String> pages,
    Set<String> broken,
    Set<String> redirects,
    Set<String> skipped,
    Set<String> refused) {

  private static final String NOT_FOUND = "404 Not Found";
  private static final String CUT = "the connection broke before the answer was complete, 3 times";
  private static final String TOO_LONG = "a page of more than 4194304 bytes";
  private static final String FORBIDDEN = "robots.txt forbids it";

  private static final List<String> TROUBLE =
      List.of(
          "",
          "slow",
          "redirects",
          "missing",
          "failures",
          "sizes",
          "spellings",
          "languages",
          "base",
          "robots",
          "others");

  private static final List<String> LINKED =
      List.of(
          "chain-end",
          "recovers-500",
          "recovers-503",
          "recovers-503-late",
          "cut-once",
          "packed",
          "spelled",
          // RFC 3986 section 6.2.3: not to be taken for the one without.
          "spelled?",
          "stra%C3%9Fe",
          "latin-1",
          "latin-1-by-itself",
          "based-1",
          "based-2",
          "hushed",
          "quiet",
          "whispered",
          "hidden-1",
          "hidden-2",
          "hidden-3",
          "hidden-deep");

  /// Returns what is found by a crawl with the settings that it has by itself.
  ///
  /// @param here the site's address, such as `http://localhost:8081`
  /// @param there its other one
  static Expected of(String here, String there, SiteSettings settings) {
    return new Expected(
        pages(here, settings),
        broken(here, there, settings),
        redirects(here, there, settings),
        skipped(here),
        Set.of(here + "/trouble/members: 401 Unauthorized"));
  }

  /// Returns the same of what was found.
  static Expected of(Report report) {
    return new Expected(
        sorted(report.pages().stream().map(Report.Page::url)),
        sorted(report.broken().stream().map(Expected::line)),
        sorted(
            report.redirects().stream()
                .map(moved -> moved.url() + " -> " + moved.status() + " " + moved.target())),
        sorted(report.skipped().stream().map(one -> one.url() + ": " + one.reason())),
        sorted(report.refused().stream().map(one -> one.url() + ": " + one.reason())));
  }

  /// Returns what is here and not there, and the other way round; hundreds of pages that are alike
  /// would only hide it.
  List<String> differencesFrom(Expected other) {
    return Stream.of(
            differences("page", pages, other.pages),
            differences("broken", broken, other.broken),
            differences("redirect", redirects, other.redirects),
            differences("skipped", skipped, other.skipped),
            differences("refused", refused, other.refused))
        .flatMap(each -> each)
        .toList();
  }

  private static Stream<String> differences(String kind, Set<String> found, Set<String> expected) {
    var surplus = found.stream().filter(line -> !expected.contains(line));
    var missing = expected.stream().filter(line -> !found.contains(line));
    return Stream.concat(
        surplus.map(line -> "not expected, " + kind + " " + line),
        missing.map(line -> "not found, " + kind + " " + line));
  }

  private static String line(BrokenLink link) {
    return link.page() + " -> " + link.link() + ": " + link.reason();
  }

  private static List<Section> sections(SiteSettings settings) {
    return new OrdinaryPages(settings).sections();
  }

  // --- Pages

  private static Set<String> pages(String here, SiteSettings settings) {
    var pages = new TreeSet<>(Set.of(here + "/", here + "/private/open"));
    for (var section : sections(settings)) {
      for (int number = 0; number < section.size(); number++) {
        pages.add(here + section.path(number));
      }
    }
    TROUBLE.forEach(name -> pages.add(here + "/trouble/" + name));
    LINKED.forEach(name -> pages.add(here + "/trouble/" + name));
    for (int millis = 200; millis <= 2000; millis += 200) {
      pages.add(here + "/trouble/slow-" + millis);
    }
    return pages;
  }

  // --- Broken links

  private static Set<String> broken(String here, String there, SiteSettings settings) {
    var broken = new ArrayList<String>();
    for (var section : sections(settings)) {
      for (int number = 1; number < section.size(); number++) {
        var page = here + section.path(number) + " -> " + here;
        if (number % 61 == 17) {
          broken.add(page + section.path("discontinued", number) + ": " + NOT_FOUND);
        }
        if (number % 97 == 41) {
          broken.add(page + section.path("withdrawn", number) + ": 410 Gone");
        }
        if (number % 73 == 29) {
          broken.add(page + section.path((number - 1) / 12) + noPlace("warranty"));
        }
        if (number % 89 == 53) {
          broken.add(page + "/assets/photo-" + number + ".jpg: " + NOT_FOUND);
        }
      }
    }
    broken.addAll(missing(here));
    broken.addAll(redirected(here));
    var failures = here + "/trouble/failures -> " + here + "/trouble/";
    broken.add(failures + "fails: 500 Internal Server Error, 3 times");
    broken.add(failures + "cut: " + CUT);
    broken.add(failures + "reset: " + CUT);
    broken.add(failures + "forbidden: 403 Forbidden");
    broken.add(here + "/trouble/others -> " + there + "/trouble/nowhere: " + NOT_FOUND);
    if (settings.delays()) {
      broken.add(
          here
              + "/trouble/sizes -> "
              + here
              + "/trouble/trickle: no complete answer within 10 s, 3 times");
    }
    return sorted(broken.stream());
  }

  private static List<String> missing(String here) {
    var page = here + "/trouble/missing -> ";
    return List.of(
        page + here + "/trouble/nowhere: " + NOT_FOUND,
        page + here + "/trouble/gone: 410 Gone",
        page + here + "/trouble/missing" + noPlace("not-here"),
        page + here + "/trouble/" + noPlace("not-there"),
        page + here + "/assets/missing.png: " + NOT_FOUND,
        page + here + "/assets/missing.js: " + NOT_FOUND,
        page + here + "/assets/missing.css: " + NOT_FOUND,
        page + "http://[no-address: this is no address",
        page + "https://: this is no address");
  }

  private static List<String> redirected(String here) {
    var page = here + "/trouble/redirects -> " + here + "/trouble/";
    return List.of(
        page
            + "moved-302#warranty: redirects to "
            + here
            + "/docs/: the page has no place called 'warranty'",
        page + "moved-to-nothing: redirects to " + here + "/trouble/nowhere: " + NOT_FOUND,
        page + "moved-badly: 302 Found to what is no address",
        page + "loop-1: redirects in a circle",
        page + "loop-self: redirects in a circle");
  }

  private static String noPlace(String name) {
    return "#" + name + ": the page has no place called '" + name + "'";
  }

  // --- Redirects

  private static Set<String> redirects(String here, String there, SiteSettings settings) {
    var redirects =
        new ArrayList<>(
            List.of(
                moved(here, "moved-301", 301, here + "/shop/"),
                moved(here, "moved-302", 302, here + "/docs/"),
                moved(here, "moved-303", 303, here + "/journal/"),
                moved(here, "moved-307", 307, here + "/trouble/slow"),
                moved(here, "moved-308", 308, here + "/trouble/sizes"),
                moved(here, "moved-to-place", 302, here + "/docs/#care"),
                moved(here, "moved-to-host", 302, there + "/trouble/elsewhere"),
                moved(here, "moved-to-nothing", 302, here + "/trouble/nowhere"),
                moved(here, "chain-1", 301, here + "/trouble/chain-2"),
                moved(here, "chain-2", 301, here + "/trouble/chain-3"),
                moved(here, "chain-3", 301, here + "/trouble/chain-4"),
                moved(here, "chain-4", 301, here + "/trouble/chain-end"),
                moved(here, "loop-1", 302, here + "/trouble/loop-2"),
                moved(here, "loop-2", 302, here + "/trouble/loop-3"),
                moved(here, "loop-3", 302, here + "/trouble/loop-1"),
                moved(here, "loop-self", 302, here + "/trouble/loop-self")));
    for (var section : sections(settings)) {
      for (int number = 11; number < section.size(); number += 79) {
        var former = here + section.path("former", number - 1);
        redirects.add(former + " -> 301 " + here + section.path(number - 1));
      }
    }
    return sorted(redirects.stream());
  }

  private static String moved(String here, String name, int status, String target) {
    return here + "/trouble/" + name + " -> " + status + " " + target;
  }

  // --- What is not read

  private static Set<String> skipped(String here) {
    return sorted(
        Stream.of(
            here + "/trouble/huge: " + TOO_LONG,
            here + "/trouble/huge-unannounced: " + TOO_LONG,
            here + "/private/: " + FORBIDDEN,
            here + "/private/letter-1: " + FORBIDDEN,
            here + "/private/letter-2: " + FORBIDDEN));
  }

  private static Set<String> sorted(Stream<String> lines) {
    return lines.collect(Collectors.toCollection(TreeSet::new));
  }
}
