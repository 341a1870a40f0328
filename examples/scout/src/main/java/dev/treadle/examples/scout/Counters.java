package dev.treadle.examples.scout;

/// How far a crawl has come.
///
/// @param found addresses that were found, each once
/// @param done those of them of which is known what they are
/// @param pages those that are pages and were read
/// @param bytes of content that were read
/// @param links links on the pages that were read
/// @param broken links that lead nowhere
/// @param redirects addresses that lead to others
/// @param skipped addresses that were not asked for, or not read
/// @param retries attempts that were made because an earlier one had failed
public record Counters(
    int found,
    int done,
    int pages,
    long bytes,
    long links,
    int broken,
    int redirects,
    int skipped,
    int retries) {

  /// Nothing yet.
  static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
