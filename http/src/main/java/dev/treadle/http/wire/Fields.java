package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpDate;
import dev.treadle.http.MediaType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Fields as the bytes they came in, and where in them each name and value is. Text is made of them
/// when somebody asks.
public final class Fields implements Headers {

  /// None.
  public static final Fields EMPTY = new Fields(new byte[0], new int[0], 0);

  /// Numbers that say where a field is: name from, name to, value from, value to.
  static final int STRIDE = 4;

  private final byte[] bytes;
  private final int[] places;
  private final int size;

  Fields(byte[] bytes, int[] places, int size) {
    this.bytes = bytes;
    this.places = places;
    this.size = size;
  }

  /// The value, or what is shown in its place if it is a secret.
  public static String shown(String name, String value) {
    return FieldNames.isSecret(name) ? "(hidden)" : value;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public String name(int index) {
    int at = at(index);
    return FieldNames.text(bytes, places[at], places[at + 1]);
  }

  @Override
  public String value(int index) {
    int at = at(index);
    return text(places[at + 2], places[at + 3]);
  }

  @Override
  public @Nullable String first(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? null : value(index);
  }

  @Override
  public List<String> all(String name) {
    int index = indexOf(name, 0);
    if (index < 0) {
      return List.of();
    }
    var values = new ArrayList<String>();
    for (; index >= 0; index = indexOf(name, index + 1)) {
      values.add(value(index));
    }
    return values;
  }

  @Override
  public List<String> elements(String name) {
    var elements = new ArrayList<String>();
    for (int index = indexOf(name, 0); index >= 0; index = indexOf(name, index + 1)) {
      Elements.of(value(index)).forEachRemaining(elements::add);
    }
    return elements;
  }

  @Override
  public boolean contains(String name) {
    return indexOf(name, 0) >= 0;
  }

  @Override
  public boolean containsElement(String name, String element) {
    return elements(name).stream().anyMatch(element::equalsIgnoreCase);
  }

  @Override
  public OptionalLong contentLength() {
    int index = indexOf("content-length", 0);
    long length =
        index < 0 ? -1 : Decimal.parse(bytes, places[at(index) + 2], places[at(index) + 3]);
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  @Override
  public Optional<MediaType> contentType() {
    return Optional.ofNullable(first("content-type")).flatMap(MediaType::parse);
  }

  @Override
  public Optional<Instant> date(String name) {
    return Optional.ofNullable(first(name)).flatMap(HttpDate::parse);
  }

  @Override
  public Headers with(String name, String value) {
    return toBuilder().set(name, value).build();
  }

  @Override
  public Headers withAdded(String name, String value) {
    return toBuilder().add(name, value).build();
  }

  @Override
  public Headers without(String name) {
    return contains(name) ? toBuilder().remove(name).build() : this;
  }

  @Override
  public Builder toBuilder() {
    return new FieldsBuilder().addAll(this);
  }

  @Override
  public Iterator<Field> iterator() {
    return new Each(this);
  }

  /// Where the first field of a name is from an index on, or -1.
  int indexOf(String name, int from) {
    for (int i = from; i < size; i++) {
      int at = i * STRIDE;
      if (Octets.equalsIgnoreCase(bytes, places[at], places[at + 1], name)) {
        return i;
      }
    }
    return -1;
  }

  /// Whether the field of an index has the name.
  boolean isNamed(int index, String name) {
    int at = index * STRIDE;
    return Octets.equalsIgnoreCase(bytes, places[at], places[at + 1], name);
  }

  int nameLength(int index) {
    return places[index * STRIDE + 1] - places[index * STRIDE];
  }

  int valueLength(int index) {
    return places[index * STRIDE + 3] - places[index * STRIDE + 2];
  }

  /// How many bytes a field takes on the wire.
  int wireSize(int index) {
    return nameLength(index) + 2 + valueLength(index) + 2;
  }

  /// Writes a field as a line. There must be room.
  void writeTo(ByteBuffer out, int index) {
    int at = index * STRIDE;
    out.put(bytes, places[at], nameLength(index)).put((byte) ':').put((byte) ' ');
    out.put(bytes, places[at + 2], valueLength(index)).put((byte) '\r').put((byte) '\n');
  }

  byte[] nameBytes(int index) {
    int at = index * STRIDE;
    return Arrays.copyOfRange(bytes, places[at], places[at + 1]);
  }

  byte[] valueBytes(int index) {
    int at = index * STRIDE;
    return Arrays.copyOfRange(bytes, places[at + 2], places[at + 3]);
  }

  private int at(int index) {
    return Objects.checkIndex(index, size) * STRIDE;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields fields && size == fields.size && sameFields(fields);
  }

  /// Names are the same whatever their case.
  private boolean sameFields(Fields other) {
    for (int i = 0; i < size; i++) {
      if (!other.isNamed(i, name(i)) || !value(i).equals(other.value(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      int at = i * STRIDE;
      hash =
          31 * hash
              + valueLength(i)
              + (places[at + 3] > places[at + 2] ? bytes[places[at + 2]] : 0);
    }
    return hash;
  }

  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    forEach(field -> lines.add(field.toString()));
    return lines.toString();
  }

  static Fields copyOf(byte[] bytes, int[] places, int size) {
    return size == 0 ? EMPTY : new Fields(bytes, Arrays.copyOf(places, size * STRIDE), size);
  }

  private static final class Each implements Iterator<Field> {

    private final Fields fields;
    private int next;

    Each(Fields fields) {
      this.fields = fields;
    }

    @Override
    public boolean hasNext() {
      return next < fields.size;
    }

    @Override
    public Field next() {
      if (!hasNext()) {
        throw new NoSuchElementException("there are only %d fields".formatted(fields.size));
      }
      var field = new Field(fields.name(next), fields.value(next));
      next++;
      return field;
    }
  }
}
