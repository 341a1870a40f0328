package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import org.jspecify.annotations.Nullable;

/// A link as it stands on a page.
///
/// @param text where it leads: the whole address, or what was written if that is none
/// @param url the address, normalised and without fragment; `null` if what was written is none
/// @param fragment the place on the page there, decoded; `null` if any will do
record Reference(String text, @Nullable Url url, @Nullable String fragment) {

  /// Returns the link to an address.
  static Reference to(Url url) {
    return new Reference(url.toString(), url.withoutFragment().normalise(), place(url.fragment()));
  }

  /// Returns the link that is none.
  static Reference malformed(String text) {
    return new Reference(text, null, null);
  }

  /// What browsers look for on a page. `#top` is its start, `#:~:text=` a text on it, and what
  /// begins with `!` or `/` is for programs in the page.
  static @Nullable String place(@Nullable String fragment) {
    if (fragment == null || fragment.isEmpty() || fragment.equalsIgnoreCase("top")) {
      return null;
    }
    if (fragment.startsWith("!") || fragment.startsWith("/") || fragment.contains(":~:")) {
      return null;
    }
    try {
      return Url.decode(fragment);
    } catch (IllegalArgumentException _) {
      return fragment;
    }
  }
}
