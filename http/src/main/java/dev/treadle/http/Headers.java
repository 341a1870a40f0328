package dev.treadle.http;

import dev.treadle.http.wire.Fields;
import dev.treadle.http.wire.FieldsBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The fields of a message's head or trailers, in the order in which they were sent. They do not
/// change: what is called `with...` returns others.
///
/// Names are compared without regard to case and kept as they were written. A name may occur more
/// than once. Values are ISO 8859-1, as RFC 9110 section 5.5 has it; anything else must be encoded
/// by whoever writes it. No name or value with a line break, NUL or another control character can
/// be in here, so that nobody can smuggle a field into another's value.
///
/// {@snippet class=dev.treadle.http.HeadersSnippets region=read lang=java}
public sealed interface Headers extends Iterable<Headers.Field> permits Fields {

  /// A field.
  ///
  /// @param name what it is called, as it was written
  /// @param value its value, without spaces around it
  record Field(String name, String value) {

    /// Returns the field as it is sent, but for values that are secrets.
    @Override
    public String toString() {
      return name + ": " + Fields.shown(name, value);
    }
  }

  /// Returns none.
  static Headers empty() {
    return Fields.EMPTY;
  }

  /// Returns the fields with these names and values.
  ///
  /// @param namesAndValues a name, its value, another name, and so on
  /// @throws IllegalArgumentException if a name has no value, or if one of them cannot be sent
  static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "namesAndValues: expected a value for each name, found none for '%s'"
              .formatted(namesAndValues[namesAndValues.length - 1]));
    }
    var builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /// Returns a builder with no fields.
  static Builder builder() {
    return new FieldsBuilder();
  }

  /// Returns how many fields there are.
  int size();

  /// Returns whether there are none.
  boolean isEmpty();

  /// Returns the name of a field as it was written.
  ///
  /// @throws IndexOutOfBoundsException if there are not so many
  String name(int index);

  /// Returns the value of a field.
  ///
  /// @throws IndexOutOfBoundsException if there are not so many
  String value(int index);

  /// Returns the value of the first field of a name, or `null` if there is none.
  @Nullable String first(String name);

  /// Returns the values of all fields of a name.
  List<String> all(String name);

  /// Returns the elements of a field that is a list (RFC 9110 section 5.6.1): the values of all
  /// fields of the name, split at commas that are not inside of quotes. Empty elements are left
  /// out.
  List<String> elements(String name);

  /// Returns whether there is a field of a name.
  boolean contains(String name);

  /// Returns whether a field that is a list has an element, without regard to case: whether
  /// `Connection` has `upgrade`, say.
  boolean containsElement(String name, String element);

  /// Returns the value of `Content-Length`; nothing if there is none or it is no number.
  OptionalLong contentLength();

  /// Returns the value of `Content-Type`; nothing if there is none or it is no media type.
  Optional<MediaType> contentType();

  /// Returns the value of a field that is a date; nothing if there is none or it is no date, which
  /// is what RFC 9110 wants to be made of a bad one.
  Optional<Instant> date(String name);

  /// Returns these fields, with one value for a name instead of those it has.
  ///
  /// @throws IllegalArgumentException if it cannot be sent
  Headers with(String name, String value);

  /// Returns these fields and one more.
  ///
  /// @throws IllegalArgumentException if it cannot be sent
  Headers withAdded(String name, String value);

  /// Returns these fields without those of a name.
  Headers without(String name);

  /// Returns a builder with these fields.
  Builder toBuilder();

  /// Collects fields. Not for use by several threads at once.
  sealed interface Builder permits FieldsBuilder {

    /// Adds a field behind all others. Spaces around the value are dropped.
    ///
    /// @throws IllegalArgumentException if the name is no token, or if the value has a line break,
    ///   NUL, another control character or a character beyond ISO 8859-1
    Builder add(String name, String value);

    /// Removes all fields of a name, then adds one.
    ///
    /// @throws IllegalArgumentException if it cannot be sent
    Builder set(String name, String value);

    /// Removes all fields of a name.
    Builder remove(String name);

    /// Adds all fields of others.
    Builder addAll(Headers others);

    /// Returns what was collected. The builder may be used on.
    Headers build();
  }
}
