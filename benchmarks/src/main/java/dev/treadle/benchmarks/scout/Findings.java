package dev.treadle.benchmarks.scout;

/// What a crawl has found, by which crawlers are held to the same work.
///
/// @param pages how many were read
/// @param broken how many links lead nowhere
record Findings(int pages, int broken) {

  /// How many ordinary pages the site has.
  static final int ORDINARY = 10_000;

  /// What everybody must find on a site of so many, as `SampleCrawlTest` of the sample site says.
  static final Findings EXPECTED = new Findings(10_043, 535);
}
