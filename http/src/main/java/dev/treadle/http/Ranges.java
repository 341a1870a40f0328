package dev.treadle.http;

import dev.treadle.http.wire.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which parts of something are asked for (RFC 9110 section 14.1): `bytes=0-499,-500`.
///
/// {@snippet class=dev.treadle.http.RangesSnippets region=satisfy lang=java}
///
/// @param parts them, at least one, in the order in which they were asked for
public record Ranges(List<Part> parts) {

  private static final int MAX_PARTS = 64;
  private static final int MAX_DIGITS = 18;
  private static final String UNIT = "bytes=";

  /// A part that is asked for.
  ///
  /// @param first the number of its first byte, from 0; -1 if it is counted from the end
  /// @param last the number of its last byte, or -1 for all there are; how many bytes from the end
  ///   if it is counted from there
  public record Part(long first, long last) {

    /// Checks that it makes sense.
    ///
    /// @throws IllegalArgumentException if the last byte is before the first
    public Part {
      boolean fromEnd = first == -1 && last >= 0;
      boolean toEnd = first >= 0 && last == -1;
      if (!fromEnd && !toEnd && (first < 0 || last < first)) {
        throw new IllegalArgumentException(
            "first, last: expected 0 <= first <= last, found %d, %d".formatted(first, last));
      }
    }

    @Override
    public String toString() {
      return (first < 0 ? "" : first) + "-" + (last < 0 ? "" : last);
    }
  }

  /// Keeps the parts.
  ///
  /// @throws IllegalArgumentException if there are none
  public Ranges {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts: expected at least one, found none");
    }
  }

  /// Asks for all from a byte to another.
  ///
  /// @throws IllegalArgumentException if the last is before the first
  public static Ranges between(long first, long last) {
    return new Ranges(List.of(new Part(first, Math.max(0, last))));
  }

  /// Asks for all from a byte to the end.
  ///
  /// @throws IllegalArgumentException if its number is negative
  public static Ranges from(long first) {
    return new Ranges(List.of(new Part(first, -1)));
  }

  /// Returns what a field asks for; nothing if it is malformed, counts something else than bytes,
  /// or asks for more than 64 parts, in which cases the answer is the whole.
  public static Optional<Ranges> parse(String text) {
    if (!text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return Optional.empty();
    }
    var parts = new ArrayList<Part>();
    for (var each = Elements.of(text.substring(UNIT.length())); each.hasNext(); ) {
      var part = part(each.next());
      if (part.isEmpty() || parts.size() == MAX_PARTS) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Ranges(parts));
  }

  /// Returns the parts that there are of something so long, each within it. Those that overlap or
  /// touch become one, so that nobody can ask for more than there is.
  ///
  /// @return none if there are none of these parts, to which the answer is 416
  /// @throws IllegalArgumentException if the length is negative
  public List<ContentRange> satisfy(long length) {
    return satisfy(length, 0);
  }

  /// Returns the parts that there are of something so long, as [#satisfy(long)] does; those with so
  /// few bytes between them become one, too, because what is around a part in an answer with
  /// several is not for nothing (RFC 9110 section 15.3.7.2).
  ///
  /// @param gap how many bytes that are
  /// @return none if there are none of these parts, to which the answer is 416
  /// @throws IllegalArgumentException if the length or the gap is negative
  public List<ContentRange> satisfy(long length, int gap) {
    if (length < 0) {
      throw new IllegalArgumentException("length: expected 0 or more, found " + length);
    }
    if (gap < 0) {
      throw new IllegalArgumentException("gap: expected 0 or more, found " + gap);
    }
    var found = new ArrayList<ContentRange>();
    for (var part : parts) {
      long first = part.first < 0 ? Math.max(0, length - part.last) : part.first;
      long last = part.first < 0 || part.last < 0 ? length - 1 : Math.min(part.last, length - 1);
      if (first <= last) {
        merge(found, new ContentRange(first, last, length), gap);
      }
    }
    return found;
  }

  /// Puts in a range in the place of the first that it comes so close to.
  private static void merge(List<ContentRange> ranges, ContentRange added, int gap) {
    var whole = added;
    int place = ranges.size();
    for (int i = ranges.size() - 1; i >= 0; i--) {
      var other = ranges.get(i);
      if (other.first() - gap <= whole.last() + 1 && whole.first() - gap <= other.last() + 1) {
        ranges.remove(i);
        place = i;
        whole =
            new ContentRange(
                Math.min(other.first(), whole.first()),
                Math.max(other.last(), whole.last()),
                whole.total());
      }
    }
    ranges.add(place, whole);
  }

  private static Optional<Part> part(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    long first = number(text.substring(0, dash));
    long last = number(text.substring(dash + 1));
    boolean malformed = first == -2 || last == -2 || (first == -1 && last == -1);
    return malformed || (first >= 0 && last >= 0 && last < first)
        ? Optional.empty()
        : Optional.of(new Part(first, last));
  }

  /// The number; -1 if there is nothing, -2 if there is something else.
  private static long number(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && text.length() <= MAX_DIGITS ? Long.parseLong(text) : -2;
  }

  /// Returns the value of the field.
  @Override
  public String toString() {
    return parts.stream().map(Part::toString).collect(Collectors.joining(",", UNIT, ""));
  }
}
