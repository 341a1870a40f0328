package dev.treadle.http.wire;

/// Where a field is, counted from the first byte of its head.
final class FieldPlace {

  int nameFrom;
  int nameTo;
  int valueFrom;
  int valueTo;

  int nameLength() {
    return nameTo - nameFrom;
  }

  boolean isNamed(byte[] bytes, int base, String name) {
    return Octets.equalsIgnoreCase(bytes, base + nameFrom, base + nameTo, name);
  }
}
