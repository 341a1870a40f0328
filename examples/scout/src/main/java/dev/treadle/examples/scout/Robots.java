package dev.treadle.examples.scout;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a host asks of programs in its `robots.txt` (RFC 9309).
///
/// @param rules what it allows
/// @param remark why a page is not asked for that it does not allow
record Robots(BaseRobotRules rules, String remark) {

  /// A host that asks for nothing.
  static final Robots NONE = new Robots(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL), "");

  private static final Pattern PRODUCT = Pattern.compile("[^/\\s]+");

  /// Nobody is made to wait for longer than this between two requests.
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

  /// Reads one.
  ///
  /// @param url where it is
  /// @param userAgent the name of the program, whose first word is looked for
  static Robots parse(Url url, byte[] content, String userAgent) {
    var name = product(userAgent).toLowerCase(Locale.ROOT);
    var rules =
        new SimpleRobotRulesParser()
            .parseContent(url.toString(), content, "text/plain", List.of(name));
    return new Robots(rules, "robots.txt forbids it");
  }

  /// Returns the name without version and comment (RFC 9110 section 10.1.5).
  private static String product(String userAgent) {
    var name = PRODUCT.matcher(userAgent.strip());
    return name.lookingAt() ? name.group() : userAgent;
  }

  /// Section 2.3.1.3 and 2.3.1.4: a host that has none allows everything; one that cannot show it
  /// allows nothing for now.
  static Robots unavailable(Status status) {
    return status.isServerError()
        ? new Robots(
            new SimpleRobotRules(RobotRulesMode.ALLOW_NONE),
            "robots.txt could not be read: " + status)
        : NONE;
  }

  boolean allows(Url url) {
    return rules.isAllowed(url.toString());
  }

  /// Returns how long the host wants to be left alone between two requests.
  Duration delay() {
    long millis = rules.getCrawlDelay();
    if (millis <= 0) {
      return Duration.ZERO;
    }
    return millis > LONGEST_DELAY.toMillis() ? LONGEST_DELAY : Duration.ofMillis(millis);
  }

  /// Returns the sitemaps it names.
  List<Url> sitemaps() {
    var urls = new ArrayList<Url>();
    for (var sitemap : rules.getSitemaps()) {
      try {
        var url = Url.parse(Url.tidy(sitemap));
        if (Reference.isOfTheWeb(url)) {
          urls.add(url);
        }
      } catch (HttpParseException _) {
        // A sitemap that is nowhere has no pages.
      }
    }
    return urls;
  }
}
