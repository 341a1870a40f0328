package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects fields in the form in which they are sent.
public final class FieldsBuilder implements Headers.Builder {

  private byte[] bytes = new byte[128];
  private int length;
  private int[] places = new int[8 * Fields.STRIDE];
  private int size;

  /// Has none.
  public FieldsBuilder() {}

  @Override
  public FieldsBuilder add(String name, String value) {
    var trimmed = check(name, value);
    append(
        name.getBytes(StandardCharsets.ISO_8859_1), trimmed.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  @Override
  public FieldsBuilder set(String name, String value) {
    check(name, value);
    return remove(name).add(name, value);
  }

  @Override
  public FieldsBuilder remove(String name) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int at = i * Fields.STRIDE;
      if (!Octets.equalsIgnoreCase(bytes, places[at], places[at + 1], name)) {
        System.arraycopy(places, at, places, kept++ * Fields.STRIDE, Fields.STRIDE);
      }
    }
    size = kept;
    return this;
  }

  @Override
  public FieldsBuilder addAll(Headers others) {
    var fields = (Fields) others;
    for (int i = 0; i < fields.size(); i++) {
      append(fields.nameBytes(i), fields.valueBytes(i));
    }
    return this;
  }

  @Override
  public Headers build() {
    return Fields.copyOf(Arrays.copyOf(bytes, length), places, size);
  }

  private void append(byte[] name, byte[] value) {
    bytes = room(bytes, length + name.length + value.length);
    if (places.length == size * Fields.STRIDE) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    int at = size++ * Fields.STRIDE;
    places[at] = length;
    places[at + 1] = put(name);
    places[at + 2] = length;
    places[at + 3] = put(value);
  }

  private int put(byte[] more) {
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return length;
  }

  private static byte[] room(byte[] bytes, int needed) {
    return needed <= bytes.length
        ? bytes
        : Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
  }

  /// Checks both and returns the value without the spaces around it.
  private static String check(String name, String value) {
    if (!Octets.isToken(name)) {
      throw new IllegalArgumentException(
          "name: expected letters, digits and !#$%&'*+-.^_`|~, found " + quoted(name));
    }
    for (int i = 0; i < value.length(); i++) {
      if (!Octets.isField(value.charAt(i))) {
        throw new IllegalArgumentException(
            "value of '%s': expected no control characters and none beyond ISO 8859-1, found U+%04X at index %d"
                .formatted(name, (int) value.charAt(i), i));
      }
    }
    return Spaces.trim(value);
  }

  private static String quoted(String name) {
    var shown = new StringBuilder("'");
    name.chars().limit(64).forEach(c -> shown.append(c > ' ' && c < 0x7F ? (char) c : '?'));
    return shown.append('\'').toString();
  }
}
