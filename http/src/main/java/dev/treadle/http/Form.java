package dev.treadle.http;

import dev.treadle.http.wire.Percent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names and values as forms and queries write them (`application/x-www-form-urlencoded`, WHATWG
/// URL section 5): `a=1&b=2&a=3`. They do not change, keep their order, and a name may occur more
/// than once.
///
/// What is malformed is read as browsers read it: a `%` without two digits stands for itself, bytes
/// that are no UTF-8 become U+FFFD.
///
/// {@snippet class=dev.treadle.http.FormSnippets region=read lang=java}
public final class Form implements Iterable<Form.Field> {

  private static final Form EMPTY = new Form(List.of());

  private final List<Field> fields;

  private Form(List<Field> fields) {
    this.fields = fields;
  }

  /// A name and its value.
  ///
  /// @param name what it is called
  /// @param value what was filled in
  public record Field(String name, String value) {}

  /// Returns one with these names and values.
  ///
  /// @param namesAndValues a name, its value, another name, and so on
  /// @throws IllegalArgumentException if a name has no value
  public static Form of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "namesAndValues: expected a value for each name, found none for '%s'"
              .formatted(namesAndValues[namesAndValues.length - 1]));
    }
    var fields = new ArrayList<Field>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Form(fields);
  }

  /// Reads a query or a form. Both may have as many fields as fit into them.
  public static Form parse(String text) {
    return new Form(fields(text, Integer.MAX_VALUE));
  }

  /// Reads a form with a limit.
  ///
  /// @param maxFields how many fields it may have
  /// @throws HttpParseException if it has more; the status is 413
  public static Form parse(String text, int maxFields) throws HttpParseException {
    var fields = fields(text, maxFields);
    if (fields.size() > maxFields) {
      throw new HttpParseException(
          413, "expected at most %d fields in a form, found more".formatted(maxFields));
    }
    return new Form(fields);
  }

  /// Stops after one more than the limit.
  private static List<Field> fields(String text, int limit) {
    var fields = new ArrayList<Field>();
    int from = 0;
    while (from < text.length() && fields.size() <= limit) {
      int ampersand = text.indexOf('&', from);
      int end = ampersand < 0 ? text.length() : ampersand;
      if (end > from) {
        fields.add(field(text.substring(from, end)));
      }
      from = end + 1;
    }
    return fields;
  }

  private static Field field(String pair) {
    int equals = pair.indexOf('=');
    var name = equals < 0 ? pair : pair.substring(0, equals);
    var value = equals < 0 ? "" : pair.substring(equals + 1);
    return new Field(Percent.decodeForm(name), Percent.decodeForm(value));
  }

  /// Returns one with nothing in it.
  public static Form empty() {
    return EMPTY;
  }

  /// Returns the first value of a name, or `null` if there is none.
  public @Nullable String first(String name) {
    for (var field : fields) {
      if (field.name.equals(name)) {
        return field.value;
      }
    }
    return null;
  }

  /// Returns the value of a name that must be there.
  ///
  /// @throws NoSuchElementException if it is not
  public String require(String name) {
    var value = first(name);
    if (value == null) {
      throw new NoSuchElementException("expected a field '%s', found none".formatted(name));
    }
    return value;
  }

  /// Returns all values of a name.
  public List<String> all(String name) {
    return fields.stream().filter(field -> field.name.equals(name)).map(Field::value).toList();
  }

  /// Returns the names, each once.
  public Set<String> names() {
    var names = new LinkedHashSet<String>();
    fields.forEach(field -> names.add(field.name));
    return names;
  }

  /// Returns whether there is a field of a name.
  public boolean contains(String name) {
    return first(name) != null;
  }

  /// Returns how many fields there are.
  public int size() {
    return fields.size();
  }

  /// Returns whether there are none.
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /// Returns these fields and one more.
  public Form withAdded(String name, String value) {
    var more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Form(more);
  }

  /// Returns these fields with one value for a name instead of those it has.
  public Form with(String name, String value) {
    return without(name).withAdded(name, value);
  }

  /// Returns these fields without those of a name.
  public Form without(String name) {
    return new Form(fields.stream().filter(field -> !field.name.equals(name)).toList());
  }

  @Override
  public Iterator<Field> iterator() {
    return List.copyOf(fields).iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Form form && fields.equals(form.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /// Returns the fields as they are sent, in UTF-8 and percent-encoded.
  public String format() {
    var text = new StringBuilder();
    for (var field : fields) {
      text.append(text.isEmpty() ? "" : "&");
      Percent.encodeForm(text, field.name);
      Percent.encodeForm(text.append('='), field.value);
    }
    return text.toString();
  }

  /// Returns the names; values may be secrets.
  @Override
  public String toString() {
    return "Form" + names();
  }
}
