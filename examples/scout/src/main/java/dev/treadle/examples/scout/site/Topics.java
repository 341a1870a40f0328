package dev.treadle.examples.scout.site;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The section about what goes wrong: its pages, and what they link to.
final class Topics {

  /// How long the slow pages take, in steps up to two seconds.
  static final int SLOW_PAGES = 10;

  static final int SLOWER_MILLIS = 200;

  private Topics() {}

  static List<Topic> of(SiteSettings settings) {
    var topics = new ArrayList<>(List.of(slow(), redirects(), missing(), failures()));
    topics.addAll(List.of(sizes(settings), spellings(), languages(), based(), robots(), others()));
    var all = new ArrayList<>(topics);
    all.addFirst(
        Topic.of(
            "/trouble/",
            "Trouble",
            "Everything that a crawler meets sooner or later.",
            topics.stream().map(Topic::path).toArray(String[]::new)));
    plain(all);
    return all;
  }

  private static Topic slow() {
    return Topic.of(
        "/trouble/slow",
        "Pages that take long",
        "Up to two seconds.",
        IntStream.rangeClosed(1, SLOW_PAGES).mapToObj(Topics::slowPath).toArray(String[]::new));
  }

  static String slowPath(int step) {
    return "/trouble/slow-" + step * SLOWER_MILLIS;
  }

  private static Topic redirects() {
    return Topic.of(
        "/trouble/redirects",
        "Pages that were moved",
        "Some more than once, some in a circle, some to where nothing is.",
        "/trouble/moved-301",
        "/trouble/moved-302",
        "/trouble/moved-302#care",
        "/trouble/moved-302#" + Flaws.NO_PLACE,
        "/trouble/moved-303",
        "/trouble/moved-307",
        "/trouble/moved-308",
        "/trouble/moved-to-place",
        "/trouble/moved-to-host",
        "/trouble/moved-to-nothing",
        "/trouble/moved-badly",
        "/trouble/chain-1",
        "/trouble/loop-1",
        "/trouble/loop-self");
  }

  private static Topic missing() {
    return Topic.of(
            "/trouble/missing",
            "Links to nothing",
            "Pages, <b id=\"here\">places</b> on <i id=\"caf\u00e9\">pages</i>, pictures, and what is no address."
                + " <img src=\"/assets/missing.png\" alt=\"\"><script src=\"/assets/missing.js\"></script>",
            "/trouble/nowhere",
            "/trouble/gone",
            "",
            "#here",
            "#top",
            "#caf%C3%A9",
            "#not-here",
            "/trouble/#not-there",
            "/assets/catalogue.pdf#page=3",
            "http://[no-address",
            "https://")
        .withHead("<link rel=\"stylesheet\" href=\"/assets/missing.css\">\n");
  }

  private static Topic failures() {
    return Topic.of(
        "/trouble/failures",
        "Pages that fail",
        "Some for a moment, some for ever, some halfway through.",
        "/trouble/recovers-500",
        "/trouble/recovers-503",
        "/trouble/recovers-503-late",
        "/trouble/fails",
        "/trouble/cut",
        "/trouble/cut-once",
        "/trouble/reset",
        "/trouble/forbidden",
        "/trouble/members");
  }

  private static Topic sizes(SiteSettings settings) {
    var addresses =
        new ArrayList<>(List.of("/trouble/huge", "/trouble/huge-unannounced", "/trouble/packed"));
    if (settings.delays()) {
      addresses.add("/trouble/trickle");
    }
    return Topic.of(
        "/trouble/sizes",
        "Pages that are too long",
        "In bytes or in time.",
        addresses.toArray(String[]::new));
  }

  private static Topic spellings() {
    return Topic.of(
        "/trouble/spellings",
        "Three pages in many spellings",
        "All of these are one of three addresses: that with a question mark is another.",
        "spelled",
        "./spelled",
        "/trouble/../trouble/spelled",
        "/shop/./../trouble/spelled",
        "/trouble/%73pelle%64",
        "HTTP://{HERE}/trouble/spelled",
        "//{here}/trouble/spelled",
        "http://{here}/trouble/spelled?",
        "/trouble/spelled#",
        "  /trouble/spelled\n",
        "/trouble/stra\u00dfe",
        "/trouble/stra%c3%9fe",
        "/trouble/stra%C3%9Fe");
  }

  private static Topic languages() {
    return Topic.of(
        "/trouble/languages",
        "Pages in another encoding",
        "Their links are right if they are read right.",
        "/trouble/latin-1",
        "/trouble/latin-1-by-itself");
  }

  private static Topic based() {
    return Topic.of(
            "/trouble/base",
            "A page with a base",
            "Its links mean something else than they seem to.",
            "../../trouble/based-1",
            "/trouble/based-2")
        .withHead("<base href=\"/docs/nested/\">\n");
  }

  private static Topic robots() {
    return Topic.of(
        "/trouble/robots",
        "Pages that are not for crawlers",
        "Most of what is private is forbidden; and <a rel=\"nofollow\" href=\"/trouble/hushed\">this"
            + "</a> is nothing to be proud of.",
        "/private/",
        "/private/letter-1",
        "/private/letter-2",
        "/private/open",
        "/trouble/quiet");
  }

  private static Topic others() {
    return Topic.of(
        "/trouble/others",
        "Links to what is no page of this site",
        "Files, other hosts, and what browsers do something else with.",
        "mailto:hello@heddle.example",
        "tel:+15550100",
        "javascript:void(0)",
        "data:text/html,%3Ca%20href=/nothing%3E",
        "/assets/catalogue.pdf",
        "/assets/notes.txt",
        "/assets/prices.json",
        "http://{there}/shop/",
        "http://{there}/docs/#care",
        "http://{there}/trouble/no-head",
        "http://{there}/trouble/nowhere",
        "http://{there}/private/letter-1");
  }

  /// Pages that say nothing themselves, but are to be found by one way only.
  private static void plain(List<Topic> all) {
    var text = "Nothing else is here.";
    for (var name : List.of("chain-end", "elsewhere", "spelled", "based-1", "based-2", "hushed")) {
      all.add(Topic.of("/trouble/" + name, "Plain", text));
    }
    for (var name :
        List.of("/private/", "/private/letter-1", "/private/letter-2", "/private/open")) {
      all.add(Topic.of(name, "Private", text));
    }
    all.add(Topic.of("/trouble/stra%C3%9Fe", "Stra\u00dfe", text));
    all.add(Topic.of("/trouble/whispered", "Whispered", text));
    all.add(
        Topic.of("/trouble/quiet", "Quiet", text, "/trouble/whispered")
            .withHead("<meta name=\"robots\" content=\"nofollow\">\n"));
    all.add(Topic.of("/trouble/hidden-1", "Hidden", text, "/trouble/hidden-deep"));
    for (var name : List.of("hidden-2", "hidden-3", "hidden-deep")) {
      all.add(Topic.of("/trouble/" + name, "Hidden", text));
    }
  }
}
