package dev.treadle.examples.scout.site;

/// What is wrong on ordinary pages, by their numbers: here and there something that was moved,
/// taken away, or never there.
final class Flaws {

  /// Pages with a link to something that was never there.
  static final String MISSING = "discontinued";

  /// Pages with a link to something that was taken away.
  static final String GONE = "withdrawn";

  /// Pages with a link to the former address of the page before them.
  static final String FORMER = "former";

  /// A place that no page has.
  static final String NO_PLACE = "warranty";

  private Flaws() {}

  static boolean linksToMissing(int number) {
    return number % 61 == 17;
  }

  static boolean linksToGone(int number) {
    return number % 97 == 41;
  }

  static boolean linksToNoPlace(int number) {
    return number % 73 == 29;
  }

  static boolean showsMissingPicture(int number) {
    return number % 89 == 53;
  }

  static boolean linksToFormer(int number) {
    return number % 79 == 11;
  }
}
