package dev.treadle.examples.scout.site;

/// What a sample site is like.
///
/// @param pages how many ordinary pages it has, those of what goes wrong aside; 50 or more
/// @param delays whether its pages take their time, as those of real sites do. Without, there is no
///   page that trickles, and nobody is asked to come back later
public record SiteSettings(int pages, boolean delays) {

  /// What a site is like unless something else is said.
  public static final SiteSettings DEFAULT = new SiteSettings(450, true);

  private static final int LEAST = 50;

  /// Checks them.
  public SiteSettings {
    if (pages < LEAST) {
      throw new IllegalArgumentException("pages: expected " + LEAST + " or more, found " + pages);
    }
  }

  /// Returns the same with another number of ordinary pages.
  public SiteSettings withPages(int pages) {
    return new SiteSettings(pages, delays);
  }

  /// Returns the same, with pages that take their time or not.
  public SiteSettings withDelays(boolean delays) {
    return new SiteSettings(pages, delays);
  }
}
