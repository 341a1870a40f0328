package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import java.time.Duration;
import java.util.List;

/// What a crawl has found out.
///
/// @param seeds where it began
/// @param state whether it came to its end
/// @param elapsed how long it took
/// @param counters its figures
/// @param pages the pages that were read, by address
/// @param broken the links that lead nowhere, by page
/// @param refused addresses whose hosts let no program look: they may be fine for people
/// @param redirects addresses that lead to others
/// @param skipped addresses that were not asked for or not read, with the reason
public record Report(
    List<Url> seeds,
    Snapshot.State state,
    Duration elapsed,
    Counters counters,
    List<Page> pages,
    List<BrokenLink> broken,
    List<Refused> refused,
    List<Redirect> redirects,
    List<Skipped> skipped) {

  /// Copies the lists.
  public Report {
    seeds = List.copyOf(seeds);
    pages = List.copyOf(pages);
    broken = List.copyOf(broken);
    refused = List.copyOf(refused);
    redirects = List.copyOf(redirects);
    skipped = List.copyOf(skipped);
  }

  /// A page that was read.
  ///
  /// @param url its address
  /// @param status the status of its answer
  /// @param bytes its length
  /// @param duration from asking for it to its last byte
  public record Page(String url, int status, long bytes, Duration duration) {}

  /// An address whose host lets no program look.
  ///
  /// @param url the address
  /// @param reason what the host says, such as `403 Forbidden`
  public record Refused(String url, String reason) {}

  /// An address that leads to another.
  ///
  /// @param url the address
  /// @param status 301, 302, 303, 307 or 308
  /// @param target where it leads
  public record Redirect(String url, int status, String target) {}

  /// An address that was not asked for, or not read.
  ///
  /// @param url the address
  /// @param reason why, in words, such as `robots.txt forbids it`
  public record Skipped(String url, String reason) {}
}
