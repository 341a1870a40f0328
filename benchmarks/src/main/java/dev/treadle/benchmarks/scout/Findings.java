package dev.treadle.benchmarks.scout;

import java.util.stream.IntStream;

/// What a crawl has found, by which crawlers are held to the same work.
///
/// @param pages how many were read
/// @param broken how many links lead nowhere
record Findings(int pages, int broken) {

  /// Pages of the sample site that are about what goes wrong, and links to nothing on them.
  private static final Findings TROUBLE = new Findings(43, 19);

  /// What there is to be found on a sample site, counted by the rules that its ordinary pages have
  /// their faults by.
  ///
  /// @param ordinary how many of those there are
  static Findings of(int ordinary) {
    int shop = ordinary / 2;
    int docs = ordinary * 3 / 10;
    int broken =
        IntStream.of(shop, docs, ordinary - shop - docs).map(Findings::brokenInSection).sum();
    return new Findings(ordinary + TROUBLE.pages, broken + TROUBLE.broken);
  }

  private static int brokenInSection(int size) {
    return IntStream.range(1, size)
        .map(number ->
            (number % 61 == 17 ? 1 : 0)
                + (number % 97 == 41 ? 1 : 0)
                + (number % 73 == 29 ? 1 : 0)
                + (number % 89 == 53 ? 1 : 0))
        .sum();
  }
}
