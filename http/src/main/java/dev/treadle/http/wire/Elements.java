package dev.treadle.http.wire;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The elements of a list, split at a separator that is not inside of a quoted string. Empty ones
/// are left out (RFC 9110 section 5.6.1.2).
public final class Elements implements Iterator<String> {

  private final String list;
  private final char separator;
  private final boolean escapes;
  private int at;
  private @Nullable String next;

  private Elements(String list, char separator, boolean escapes) {
    this.list = list;
    this.separator = separator;
    this.escapes = escapes;
    this.next = find();
  }

  /// The elements of a list with commas.
  public static Elements of(String list) {
    return new Elements(list, ',', true);
  }

  /// The elements of a list with another separator.
  public static Elements of(String list, char separator) {
    return new Elements(list, separator, true);
  }

  /// The elements of a list of entity tags, in which a backslash means nothing.
  public static Elements ofTags(String list) {
    return new Elements(list, ',', false);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public String next() {
    var element = next;
    if (element == null) {
      throw new NoSuchElementException("the list has no more elements");
    }
    next = find();
    return element;
  }

  private @Nullable String find() {
    while (at < list.length()) {
      int end = end(at);
      var element = Spaces.trim(list.substring(at, end));
      at = end + 1;
      if (!element.isEmpty()) {
        return element;
      }
    }
    return null;
  }

  /// Where the element ends that starts there; a quoted string that does not end reaches to the
  /// end.
  private int end(int from) {
    boolean quoted = false;
    for (int i = from; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (escapes && quoted && c == '\\') {
        i++;
      } else if (!quoted && c == separator) {
        return i;
      }
    }
    return list.length();
  }
}
