package dev.treadle.examples.scout;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// How far a crawl goes, how fast, how patient it is, and how polite.
///
/// @param scope what is read and what is only checked
/// @param pace how much it does at once
/// @param limits when it gives up
/// @param manners what it says of itself and what it abides by
public record CrawlSettings(Scope scope, Pace pace, Limits limits, Manners manners) {

  /// What a crawl is like unless something else is said.
  public static final CrawlSettings DEFAULT =
      new CrawlSettings(
          new Scope(Integer.MAX_VALUE, List.of(), List.of(), External.CHECK),
          new Pace(32, 8, 0, Duration.ofSeconds(1)),
          new Limits(Duration.ofSeconds(10), 3, 4 << 20, Integer.MAX_VALUE),
          new Manners(true, true, "treadle-scout/0.1"));

  /// A page is held in memory, and no array can be longer than about this.
  private static final int MOST_BYTES = 1 << 30;

  /// What is done about links that lead out of the scope.
  public enum External {
    /// They are asked for, but not read.
    CHECK,
    /// They are left alone.
    SKIP
  }

  /// What is read and what is only checked.
  ///
  /// @param depth how many links away from the start pages are read; links on the last ones are
  ///   checked; not negative
  /// @param include addresses of pages that are read; if there are none, those of the hosts of the
  ///   start
  /// @param exclude addresses that are left alone altogether
  /// @param external what is done about links to anywhere else
  public record Scope(
      int depth, List<UrlPattern> include, List<UrlPattern> exclude, External external) {

    /// Checks the depth, and copies the lists.
    public Scope {
      require(depth >= 0, "depth", "0 or more", depth);
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
    }

    /// Returns the same with another depth.
    public Scope withDepth(int depth) {
      return new Scope(depth, include, exclude, external);
    }

    /// Returns the same with other pages to read.
    public Scope withInclude(List<UrlPattern> include) {
      return new Scope(depth, include, exclude, external);
    }

    /// Returns the same with other addresses to leave alone.
    public Scope withExclude(List<UrlPattern> exclude) {
      return new Scope(depth, include, exclude, external);
    }

    /// Returns the same with something else done about links to elsewhere.
    public Scope withExternal(External external) {
      return new Scope(depth, include, exclude, external);
    }
  }

  /// How much a crawl does at once.
  ///
  /// @param concurrency fetches at once, 1 or more
  /// @param perHost fetches at once from one host, 1 or more
  /// @param rate fetches from one host in a period; 0 if there is no such limit
  /// @param period that of the rate
  public record Pace(int concurrency, int perHost, int rate, Duration period) {

    /// Checks them.
    public Pace {
      require(concurrency > 0, "concurrency", "1 or more", concurrency);
      require(perHost > 0, "perHost", "1 or more", perHost);
      require(rate >= 0, "rate", "0 or more", rate);
      require(period.isPositive(), "period", "a positive duration", period);
    }

    /// Returns the same with so many fetches at once.
    public Pace withConcurrency(int concurrency) {
      return new Pace(concurrency, perHost, rate, period);
    }

    /// Returns the same with so many fetches from one host at once.
    public Pace withPerHost(int perHost) {
      return new Pace(concurrency, perHost, rate, period);
    }

    /// Returns the same with so many fetches from one host in a period.
    public Pace withRate(int rate, Duration period) {
      return new Pace(concurrency, perHost, rate, period);
    }
  }

  /// When a crawl gives up.
  ///
  /// @param timeout how long one attempt may take, from the look-up of the name to the last byte
  /// @param attempts how often an address is asked for before it counts as broken, 1 or more
  /// @param maxBytes how long a page may be to be read, 1 byte to 1 GiB
  /// @param maxPages how many pages are read
  public record Limits(Duration timeout, int attempts, int maxBytes, int maxPages) {

    /// Checks them.
    public Limits {
      require(timeout.isPositive(), "timeout", "a positive duration", timeout);
      require(attempts > 0, "attempts", "1 or more", attempts);
      require(maxBytes > 0 && maxBytes <= MOST_BYTES, "maxBytes", "1 to " + MOST_BYTES, maxBytes);
      require(maxPages > 0, "maxPages", "1 or more", maxPages);
    }

    /// Returns the same with another time for an attempt.
    public Limits withTimeout(Duration timeout) {
      return new Limits(timeout, attempts, maxBytes, maxPages);
    }

    /// Returns the same with so many attempts.
    public Limits withAttempts(int attempts) {
      return new Limits(timeout, attempts, maxBytes, maxPages);
    }

    /// Returns the same with pages of so many bytes read.
    public Limits withMaxBytes(int maxBytes) {
      return new Limits(timeout, attempts, maxBytes, maxPages);
    }

    /// Returns the same with so many pages read.
    public Limits withMaxPages(int maxPages) {
      return new Limits(timeout, attempts, maxBytes, maxPages);
    }
  }

  /// What a crawl says of itself and what it abides by.
  ///
  /// @param robots whether `robots.txt` is asked for and kept to (RFC 9309)
  /// @param sitemap whether pages are taken from the sitemaps of the hosts of the start, too
  /// @param userAgent what it calls itself; its first word is what `robots.txt` may call it
  public record Manners(boolean robots, boolean sitemap, String userAgent) {

    /// Checks the name.
    public Manners {
      require(!userAgent.isBlank(), "userAgent", "a name", "nothing");
      require(
          userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7F),
          "userAgent",
          "letters, digits and punctuation of ASCII",
          "others");
    }

    /// Returns the same, with `robots.txt` kept to or not.
    public Manners withRobots(boolean robots) {
      return new Manners(robots, sitemap, userAgent);
    }

    /// Returns the same, with sitemaps read or not.
    public Manners withSitemap(boolean sitemap) {
      return new Manners(robots, sitemap, userAgent);
    }

    /// Returns the same with another name.
    public Manners withUserAgent(String userAgent) {
      return new Manners(robots, sitemap, userAgent);
    }
  }

  /// Returns the same with another scope.
  public CrawlSettings withScope(UnaryOperator<Scope> change) {
    return new CrawlSettings(change.apply(scope), pace, limits, manners);
  }

  /// Returns the same at another pace.
  public CrawlSettings withPace(UnaryOperator<Pace> change) {
    return new CrawlSettings(scope, change.apply(pace), limits, manners);
  }

  /// Returns the same with other limits.
  public CrawlSettings withLimits(UnaryOperator<Limits> change) {
    return new CrawlSettings(scope, pace, change.apply(limits), manners);
  }

  /// Returns the same with other manners.
  public CrawlSettings withManners(UnaryOperator<Manners> change) {
    return new CrawlSettings(scope, pace, limits, change.apply(manners));
  }

  private static void require(boolean met, String name, String expected, Object found) {
    if (!met) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", found " + found);
    }
  }
}
