package dev.treadle.examples.scout.site;

import org.jspecify.annotations.Nullable;

/// A part of the site with pages that are alike. They are numbered from 0, the section's own page,
/// and make a tree: below page `n` are the [#FAN] pages from `n * FAN + 1` on.
///
/// @param name its folder
/// @param title what people call it
/// @param size how many pages it has
record Section(String name, String title, int size) {

  /// How many pages are below one.
  static final int FAN = 12;

  /// Returns the path of a page.
  String path(int number) {
    return number == 0 ? "/" + name + "/" : path(slug(number), number);
  }

  /// Returns a path in this section that ends in a number, whether there is such a page or not.
  String path(String slug, int number) {
    return "/" + name + "/" + slug + "-" + number;
  }

  /// Returns a page's title.
  String title(int number) {
    return number == 0 ? title : Prose.capital(Prose.name(seed(number)));
  }

  private String slug(int number) {
    return Prose.name(seed(number)).replace(' ', '-');
  }

  private long seed(int number) {
    return (long) name.hashCode() * 31 + number;
  }

  /// Returns the number of the page above.
  int parent(int number) {
    return (number - 1) / FAN;
  }

  /// Returns the number of the first page below, which may be behind the last there is.
  int firstChild(int number) {
    return number * FAN + 1;
  }

  /// Returns a page of this section, whatever the number.
  int wrapped(int number) {
    return Math.floorMod(number, size);
  }

  /// Returns the address that a path of this section means, or `null` if it is not made like one.
  @Nullable Place find(String path) {
    var rest = path.substring(name.length() + 2);
    int dash = rest.lastIndexOf('-');
    if (dash <= 0 || rest.length() - dash > 8) {
      return null;
    }
    try {
      return new Place(
          this, rest.substring(0, dash), Integer.parseInt(rest, dash + 1, rest.length(), 10));
    } catch (NumberFormatException none) {
      return null;
    }
  }

  /// An address in a section.
  ///
  /// @param section whose
  /// @param slug what stands before the number
  /// @param number of a page, if there is one
  record Place(Section section, String slug, int number) {

    boolean isPage() {
      return number > 0 && number < section.size && slug.equals(section.slug(number));
    }
  }
}
