package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import java.util.List;

/// One walk through a site, from page to page along their links.
public final class Crawl {

  /// Prepares a crawl.
  ///
  /// @param name what its group of tasks is called
  /// @param seeds where it begins
  public static Crawl of(String name, List<Url> seeds, CrawlSettings settings) {
    throw new UnsupportedOperationException("written next");
  }

  /// Returns what the group of its tasks is called. Below it are `host NAME` for each host, and
  /// below those `fetch N`.
  public String name() {
    throw new UnsupportedOperationException("written next");
  }

  /// Returns where it begins.
  public List<Url> seeds() {
    throw new UnsupportedOperationException("written next");
  }

  /// Walks, and returns when everything is known. If it is cancelled, from outside or by
  /// [#cancel()], nothing of it goes on, and [#report()] has what was known by then.
  public Report run() {
    throw new UnsupportedOperationException("written next");
  }

  /// Returns what is known by now. Any thread may ask, at any time.
  public Report report() {
    throw new UnsupportedOperationException("written next");
  }

  /// Returns how it looks now. Any thread may ask, at any time.
  public Snapshot snapshot() {
    throw new UnsupportedOperationException("written next");
  }

  /// Returns the broken links that were found by now, but for the first ones.
  ///
  /// @param from how many to leave out
  public List<BrokenLink> broken(int from) {
    throw new UnsupportedOperationException("written next");
  }

  /// Cancels all of it; any thread may do so.
  public void cancel() {
    throw new UnsupportedOperationException("written next");
  }

  /// Cancels what there is of one host, and asks it nothing any more.
  ///
  /// @return whether there is such a host
  public boolean cancelHost(String host) {
    throw new UnsupportedOperationException("written next");
  }

  /// Cancels one fetch, which counts as skipped.
  ///
  /// @return whether it was under way
  public boolean cancelFetch(long id) {
    throw new UnsupportedOperationException("written next");
  }
}
