package dev.treadle.http;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which part of something was sent (RFC 9110 section 14.4): `bytes 0-499/1234`. Or that there is
/// no such part: `bytes */1234`.
///
/// {@snippet class=dev.treadle.http.ContentRangeSnippets region=rest lang=java}
///
/// @param first the number of its first byte, from 0; -1 if there is no such part
/// @param last the number of its last byte; -1 if there is no such part
/// @param total how many bytes there are in all; -1 if that is not known
public record ContentRange(long first, long last, long total) {

  private static final long NONE = -1;

  private static final Pattern FORM =
      Pattern.compile(
          "bytes (?:(\\d{1,18})-(\\d{1,18})/(?:(\\d{1,18})|\\*)|\\*/(\\d{1,18}))",
          Pattern.CASE_INSENSITIVE);

  /// Checks that it makes sense.
  ///
  /// @throws IllegalArgumentException if the last byte is before the first or not within the total,
  ///   or if neither a part nor a total is known
  public ContentRange {
    if (!makesSense(first, last, total)) {
      throw new IllegalArgumentException(
          "first, last, total: expected 0 <= first <= last < total, found %d, %d, %d"
              .formatted(first, last, total));
    }
  }

  /// Returns one that says that there is no such part.
  ///
  /// @throws IllegalArgumentException if the total is negative
  public static ContentRange unsatisfied(long total) {
    return new ContentRange(NONE, NONE, total);
  }

  /// Returns what a field says; nothing if it is malformed, or counts something else than bytes.
  public static Optional<ContentRange> parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    if (form.group(4) != null) {
      return Optional.of(unsatisfied(Long.parseLong(form.group(4))));
    }
    long first = Long.parseLong(form.group(1));
    long last = Long.parseLong(form.group(2));
    long total = form.group(3) == null ? NONE : Long.parseLong(form.group(3));
    return makesSense(first, last, total)
        ? Optional.of(new ContentRange(first, last, total))
        : Optional.empty();
  }

  /// Returns whether there is such a part.
  public boolean isSatisfied() {
    return first != NONE;
  }

  /// Returns how many bytes the part has; 0 if there is none.
  public long size() {
    return isSatisfied() ? last - first + 1 : 0;
  }

  private static boolean makesSense(long first, long last, long total) {
    if (first == NONE && last == NONE) {
      return total >= 0;
    }
    return first >= 0 && last >= first && (total == NONE || last < total) && last < Long.MAX_VALUE;
  }

  /// Returns the value of the field.
  @Override
  public String toString() {
    var length = total == NONE ? "*" : Long.toString(total);
    return isSatisfied() ? "bytes %d-%d/%s".formatted(first, last, length) : "bytes */" + length;
  }
}
