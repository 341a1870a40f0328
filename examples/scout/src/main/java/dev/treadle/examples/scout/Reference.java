package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A link as it stands on a page.
///
/// @param text where it leads: the whole address, or what was written if that is none
/// @param url the address, normalised and without fragment; `null` if what was written is none
/// @param fragment the place on the page there, decoded; `null` if any will do
record Reference(String text, @Nullable Url url, @Nullable String fragment) {

  private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:");
  private static final Pattern WEB = Pattern.compile("(?i)https?:");

  /// Returns whether what is written leads somewhere on the web, unlike `mailto:` and its kind.
  static boolean isOfTheWeb(String link) {
    return WEB.matcher(link).lookingAt() || !SCHEME.matcher(link).lookingAt();
  }

  /// Returns whether an address is one of the web, unlike `ftp:` and its kind.
  static boolean isOfTheWeb(Url url) {
    return url.scheme().equals("http") || url.scheme().equals("https");
  }

  /// Returns the link to an address.
  static Reference to(Url url) {
    return new Reference(url.toString(), url.withoutFragment().normalise(), place(url.fragment()));
  }

  /// Returns the link that is none.
  static Reference malformed(String text) {
    return new Reference(text, null, null);
  }

  /// What browsers look for on a page. `#top` is its start, what follows `:~:` is a text on it, and
  /// what begins with `!` or `/` is for programs in the page.
  static @Nullable String place(@Nullable String fragment) {
    if (fragment == null) {
      return null;
    }
    int directive = fragment.indexOf(":~:");
    var place = directive < 0 ? fragment : fragment.substring(0, directive);
    boolean isAnywhere =
        place.isEmpty()
            || place.equalsIgnoreCase("top")
            || place.startsWith("!")
            || place.startsWith("/");
    return isAnywhere ? null : decoded(place);
  }

  /// Returns a fragment without its percent-encoding, if that is what it has.
  static String decoded(String fragment) {
    try {
      return Url.decode(fragment);
    } catch (IllegalArgumentException _) {
      return fragment;
    }
  }
}
