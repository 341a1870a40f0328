package dev.treadle.http;

import dev.treadle.http.wire.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Names one of the states that a resource has been in (RFC 9110 section 8.8.3): `"xyzzy"`, or
/// `W/"xyzzy"` if it stands for several that mean the same.
///
/// {@snippet class=dev.treadle.http.EntityTagSnippets region=tag lang=java}
///
/// @param opaque what is between the quotes
/// @param isWeak whether it stands for several
public record EntityTag(String opaque, boolean isWeak) {

  /// Checks what is between the quotes.
  ///
  /// @throws IllegalArgumentException if there are quotes, spaces or control characters in it
  public EntityTag {
    if (!isOpaque(opaque)) {
      throw new IllegalArgumentException(
          "opaque: expected visible characters but quotes, found something else");
    }
  }

  /// Returns one that stands for one state, byte for byte.
  ///
  /// @throws IllegalArgumentException if there are quotes, spaces or control characters in it
  public static EntityTag of(String opaque) {
    return new EntityTag(opaque, false);
  }

  /// Returns one that stands for several states that mean the same.
  ///
  /// @throws IllegalArgumentException if there are quotes, spaces or control characters in it
  public static EntityTag weak(String opaque) {
    return new EntityTag(opaque, true);
  }

  /// Returns the tag that came as a text, its quotes included; nothing if it is none.
  public static Optional<EntityTag> parse(String text) {
    boolean weak = text.startsWith("W/");
    int from = weak ? 2 : 0;
    boolean quoted = text.length() >= from + 2 && text.charAt(from) == '"' && text.endsWith("\"");
    if (!quoted || !isOpaque(text.substring(from + 1, text.length() - 1))) {
      return Optional.empty();
    }
    return Optional.of(new EntityTag(text.substring(from + 1, text.length() - 1), weak));
  }

  /// Returns the tags of fields such as `If-Match`, without those that are none. A backslash is a
  /// character like any other here, so they are not read as quoted strings are.
  static List<EntityTag> parseAll(List<String> values) {
    var tags = new ArrayList<EntityTag>();
    for (var value : values) {
      Elements.ofTags(value).forEachRemaining(element -> parse(element).ifPresent(tags::add));
    }
    return tags;
  }

  /// Returns whether both stand for the same state, byte for byte, as ranges need it.
  public boolean matchesStrongly(EntityTag other) {
    return !isWeak && !other.isWeak && opaque.equals(other.opaque);
  }

  /// Returns whether both stand for states that mean the same, as caches need it.
  public boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  private static boolean isOpaque(String text) {
    return text.chars().allMatch(c -> c > ' ' && c != '"' && c != 0x7F && c <= 0xFF);
  }

  /// Returns it as it is sent.
  @Override
  public String toString() {
    return (isWeak ? "W/\"" : "\"") + opaque + "\"";
  }
}
