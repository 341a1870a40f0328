package dev.treadle.io;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The PROXY protocol's header of version 2: a signature, four bytes that say what follows, the
/// addresses, and whatever else in types, lengths and values.
final class ProxyBinary {

  /// The signature, version and command, family and protocol, length of the rest.
  static final int FIXED = 16;

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int UNSPECIFIED = 0x00;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;
  private static final int UNIX = 0x31;

  private static final int FOUR = 4;
  private static final int SIX = 16;
  private static final int PATH = 108;
  private static final int VALUE_HEADER = 3;

  private ProxyBinary() {}

  // --- Reading

  /// Reads a whole header, whose signature has been seen.
  static ProxyHeader parse(byte[] bytes) throws ProxyProtocolException {
    var in = ByteBuffer.wrap(bytes).position(ProxyProtocol.BINARY.length);
    int command = in.get() & 0xff;
    int family = in.get() & 0xff;
    in.getShort();
    if (command == LOCAL) {
      // Of whatever a proxy says of itself, only its length counts.
      return new ProxyHeader(2, null, null, List.of());
    }
    if (command != PROXY) {
      throw new ProxyProtocolException(
          "expected version 2 and the command LOCAL or PROXY, found 0x%02x".formatted(command));
    }
    return switch (family) {
      case UNSPECIFIED -> new ProxyHeader(2, null, null, List.of());
      case TCP4 -> internet(bytes, in, FOUR);
      case TCP6 -> internet(bytes, in, SIX);
      case UNIX -> {
        requireAddresses(in, 2 * PATH);
        yield new ProxyHeader(2, path(in), path(in), values(bytes, in));
      }
      default ->
          throw new ProxyProtocolException(
              "expected a stream over IPv4, IPv6 or Unix sockets, found 0x%02x".formatted(family));
    };
  }

  private static ProxyHeader internet(byte[] bytes, ByteBuffer in, int size)
      throws ProxyProtocolException {
    requireAddresses(in, 2 * size + 2 * Short.BYTES);
    var source = address(in, size);
    var destination = address(in, size);
    return new ProxyHeader(
        2,
        new InetSocketAddress(source, in.getShort() & 0xffff),
        new InetSocketAddress(destination, in.getShort() & 0xffff),
        values(bytes, in));
  }

  private static void requireAddresses(ByteBuffer in, int size) throws ProxyProtocolException {
    if (in.remaining() < size) {
      throw new ProxyProtocolException(
          "expected %d bytes of addresses, found %d".formatted(size, in.remaining()));
    }
  }

  private static InetAddress address(ByteBuffer in, int size) {
    var address = new byte[size];
    in.get(address);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("expected 4 or 16 bytes, found " + size, e);
    }
  }

  private static SocketAddress path(ByteBuffer in) throws ProxyProtocolException {
    var bytes = new byte[PATH];
    in.get(bytes);
    int length = 0;
    while (length < PATH && bytes[length] != 0) {
      length++;
    }
    try {
      return UnixDomainSocketAddress.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new ProxyProtocolException("expected the path of a socket: " + e.getMessage());
    }
  }

  private static List<ProxyHeader.Value> values(byte[] bytes, ByteBuffer in)
      throws ProxyProtocolException {
    var values = new ArrayList<ProxyHeader.Value>();
    while (in.hasRemaining()) {
      if (in.remaining() < VALUE_HEADER) {
        throw new ProxyProtocolException(
            "expected a type and a length, found %d bytes".formatted(in.remaining()));
      }
      int type = in.get() & 0xff;
      int length = in.getShort() & 0xffff;
      if (in.remaining() < length) {
        throw new ProxyProtocolException(
            "expected %d bytes of value 0x%02x, found %d".formatted(length, type, in.remaining()));
      }
      var value = new byte[length];
      in.get(value);
      if (type == ProxyHeader.Value.CRC32C) {
        requireChecksum(bytes, value, in.position() - length);
      }
      values.add(ProxyHeader.Value.of(type, value));
    }
    return values;
  }

  /// The checksum is that of the whole header with zeros in its own place.
  private static void requireChecksum(byte[] bytes, byte[] value, int at)
      throws ProxyProtocolException {
    if (value.length != Integer.BYTES) {
      throw new ProxyProtocolException("expected a checksum of 4 bytes, found " + value.length);
    }
    var zeroed = bytes.clone();
    Arrays.fill(zeroed, at, at + Integer.BYTES, (byte) 0);
    var checksum = new CRC32C();
    checksum.update(zeroed);
    if ((int) checksum.getValue() != ByteBuffer.wrap(value).getInt()) {
      throw new ProxyProtocolException(
          "expected the checksum 0x%08x, found 0x%08x"
              .formatted((int) checksum.getValue(), ByteBuffer.wrap(value).getInt()));
    }
  }

  // --- Writing

  /// Returns a whole header. A checksum among its values is written as it is.
  static byte[] format(ProxyHeader header) {
    var addresses = addresses(header);
    int length = addresses.remaining();
    for (var value : header.values()) {
      length += VALUE_HEADER + value.bytes().length;
    }
    if (length > 0xffff) {
      throw new IllegalArgumentException("header: expected at most 65535 bytes, found " + length);
    }
    var out = ByteBuffer.allocate(FIXED + length).put(ProxyProtocol.BINARY);
    out.put((byte) (header.source() == null ? LOCAL : PROXY));
    out.put((byte) family(header));
    out.putShort((short) length).put(addresses);
    for (var value : header.values()) {
      out.put((byte) value.type()).putShort((short) value.bytes().length).put(value.bytes());
    }
    return out.array();
  }

  private static int family(ProxyHeader header) {
    var source = header.source();
    if (source == null) {
      return UNSPECIFIED;
    }
    if (source instanceof UnixDomainSocketAddress) {
      return UNIX;
    }
    return isSix(header) ? TCP6 : TCP4;
  }

  private static boolean isSix(ProxyHeader header) {
    return ProxyText.isSix(ProxyText.internet(header.source()))
        || ProxyText.isSix(ProxyText.internet(header.destination()));
  }

  private static ByteBuffer addresses(ProxyHeader header) {
    if (header.source() == null) {
      return ByteBuffer.allocate(0);
    }
    if (header.source() instanceof UnixDomainSocketAddress) {
      var out = ByteBuffer.allocate(2 * PATH);
      putPath(out, header.source(), 0);
      putPath(out, header.destination(), PATH);
      return out;
    }
    var source = ProxyText.internet(header.source());
    var destination = ProxyText.internet(header.destination());
    boolean six = isSix(header);
    var out = ByteBuffer.allocate(2 * (six ? SIX : FOUR) + 2 * Short.BYTES);
    putAddress(out, source, six);
    putAddress(out, destination, six);
    return out.putShort((short) source.getPort()).putShort((short) destination.getPort()).flip();
  }

  private static void putAddress(ByteBuffer out, InetSocketAddress address, boolean six) {
    var bytes = address.getAddress().getAddress();
    if (six && bytes.length == FOUR) {
      out.putLong(0).putShort((short) 0).putShort((short) -1);
    }
    out.put(bytes);
  }

  private static void putPath(ByteBuffer out, @Nullable SocketAddress address, int at) {
    if (!(address instanceof UnixDomainSocketAddress unix)) {
      throw new IllegalArgumentException("expected two Unix sockets, found " + address);
    }
    var path = unix.getPath().toString().getBytes(StandardCharsets.UTF_8);
    if (path.length > PATH) {
      throw new IllegalArgumentException(
          "expected a path of at most 108 bytes, found %d".formatted(path.length));
    }
    out.put(at, path);
  }
}
