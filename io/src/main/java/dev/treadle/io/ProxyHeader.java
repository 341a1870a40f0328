package dev.treadle.io;

import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a proxy says about the connection that it passes on.
///
/// @param version 1 for the header in text, 2 for the binary one
/// @param source where the connection came from: an [java.net.InetSocketAddress] or a
///   [java.net.UnixDomainSocketAddress]; `null` if the proxy does not say (`UNKNOWN`, `UNSPEC`), or
///   speaks for itself (`LOCAL`), as for a health check
/// @param destination where it went to, of the same kind; `null` exactly if `source` is
/// @param values what else it says; none in version 1
public record ProxyHeader(
    int version,
    @Nullable SocketAddress source,
    @Nullable SocketAddress destination,
    List<Value> values) {

  /// Checks that the parts fit together.
  ///
  /// @throws IllegalArgumentException if they do not
  public ProxyHeader {
    if (version != 1 && version != 2) {
      throw new IllegalArgumentException("version: expected 1 or 2, found " + version);
    }
    if ((source == null) != (destination == null)) {
      throw new IllegalArgumentException(
          "expected both source and destination or neither, found %s and %s"
              .formatted(source, destination));
    }
    values = List.copyOf(values);
    if (version == 1 && !values.isEmpty()) {
      throw new IllegalArgumentException("values: version 1 has none, found " + values.size());
    }
  }

  /// Returns a header of version 2 without more values.
  public static ProxyHeader of(SocketAddress source, SocketAddress destination) {
    return new ProxyHeader(
        2,
        Objects.requireNonNull(source, "source"),
        Objects.requireNonNull(destination, "destination"),
        List.of());
  }

  /// Returns a header of version 2 for a connection that the proxy makes on its own behalf.
  public static ProxyHeader local() {
    return new ProxyHeader(2, null, null, List.of());
  }

  /// Returns this header in another version.
  ///
  /// @throws IllegalArgumentException if it is not 1 or 2, or there are values and it is 1
  public ProxyHeader withVersion(int version) {
    return new ProxyHeader(version, source, destination, values);
  }

  /// Returns this header with these values.
  ///
  /// @throws IllegalArgumentException if its version is 1
  public ProxyHeader withValues(List<Value> values) {
    return new ProxyHeader(version, source, destination, values);
  }

  /// Returns the first value of a type.
  public Optional<Value> value(int type) {
    return values.stream().filter(value -> value.type() == type).findFirst();
  }

  /// One thing more that a proxy says (a TLV, section 2.2 of the specification).
  public static final class Value {

    /// The protocol above TLS that the client speaks.
    public static final int ALPN = 0x01;

    /// The host that the client asked for, in UTF-8.
    public static final int AUTHORITY = 0x02;

    /// A checksum of the header; checked on reading.
    public static final int CRC32C = 0x03;

    /// Nothing: it fills up space.
    public static final int NOOP = 0x04;

    /// The proxy's name for the connection.
    public static final int UNIQUE_ID = 0x05;

    /// What TLS the client spoke.
    public static final int SSL = 0x20;

    /// The network namespace.
    public static final int NETNS = 0x30;

    private final int type;
    private final byte[] bytes;

    private Value(int type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    /// Returns a value.
    ///
    /// @param type which, 0 to 255
    /// @param bytes what is said of it, up to 65,535 of them, which are copied
    /// @throws IllegalArgumentException if one of them is out of range
    public static Value of(int type, byte[] bytes) {
      if (type < 0 || type > 255) {
        throw new IllegalArgumentException("type: expected 0 to 255, found " + type);
      }
      if (bytes.length > 0xffff) {
        throw new IllegalArgumentException("bytes: expected at most 65535, found " + bytes.length);
      }
      return new Value(type, bytes.clone());
    }

    /// Returns which it is, 0 to 255.
    public int type() {
      return type;
    }

    /// Returns a copy of what is said of it.
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Value value
          && value.type == type
          && Arrays.equals(value.bytes, bytes);
    }

    @Override
    public int hashCode() {
      return 31 * type + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "0x%02x (%d bytes)".formatted(type, bytes.length);
    }
  }
}
