package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import java.util.regex.Pattern;

/// Addresses that are alike: a text in which `*` stands for anything, such as
/// `https://example.com/docs/*` or `*.pdf`.
public final class UrlPattern {

  private final String text;
  private final Pattern pattern;

  private UrlPattern(String text) {
    this.text = text;
    var regex = new StringBuilder();
    for (var part : text.splitWithDelimiters("\\*", 0)) {
      regex.append(part.equals("*") ? ".*" : Pattern.quote(part));
    }
    this.pattern = Pattern.compile(regex.toString());
  }

  /// Returns the addresses that a text stands for.
  ///
  /// @throws IllegalArgumentException if it is empty
  public static UrlPattern of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "text: expected an address or a part of one with '*', found nothing");
    }
    return new UrlPattern(text);
  }

  /// Returns whether an address is one of them. Fragments count for nothing.
  public boolean matches(Url url) {
    return pattern.matcher(url.withoutFragment().toString()).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
