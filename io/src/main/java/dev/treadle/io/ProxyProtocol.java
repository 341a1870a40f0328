package dev.treadle.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The PROXY protocol, versions 1 and 2: how a load balancer tells the server behind it where a
/// connection really came from.
///
/// {@snippet class=dev.treadle.io.ProxyProtocolSnippets region=read lang=java}
///
/// Whoever may connect may say what he likes: read headers only where proxies alone can connect.
/// And where headers are read, they must be there; nothing is guessed. Put a timeout around
/// [#read(ByteStream)], which waits for as long as it takes.
///
/// Source: [the specification](https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt) that
/// HAProxy publishes.
public final class ProxyProtocol {

  /// The longest line of version 1, its end included.
  private static final int LONGEST_TEXT = 107;

  /// As much as HAProxy itself would take with its usual buffer. The format would allow 64 KiB.
  private static final int LONGEST_BINARY = 16 * 1024;

  private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);

  static final byte[] BINARY = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

  private ProxyProtocol() {}

  /// Reads the header at the beginning of a stream that was accepted, of either version.
  ///
  /// The stream belongs to the one that is returned, of which the header is no part any more.
  ///
  /// @return the same stream behind the header, with the addresses that the header says
  /// @throws ProxyProtocolException if there is no header, or it is not as it must be
  /// @throws LimitExceededException if a header of version 2 is longer than 16 KiB
  /// @throws EOFException if the stream ends in it
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled; a part of the header is gone then, and the stream
  ///   is of no use
  public static ProxiedStream read(ByteStream accepted) throws IOException {
    // What comes with the header is the reader's, and is read from there first.
    var reader = ByteReader.of(accepted, 256);
    var header = isBinary(reader) ? readBinary(reader) : readText(reader);
    return new ProxiedStream(reader, header);
  }

  /// The first byte decides, and each byte is looked at when it comes.
  private static boolean isBinary(ByteReader reader) throws IOException {
    await(reader, 1);
    boolean binary = reader.buffered().get(reader.buffered().position()) == BINARY[0];
    var signature = binary ? BINARY : TEXT;
    for (int i = 0; i < signature.length; i++) {
      await(reader, i + 1);
      var here = reader.buffered();
      byte found = here.get(here.position() + i);
      if (found != signature[i]) {
        throw new ProxyProtocolException(
            "expected a PROXY protocol header, found 0x%02x as byte %d".formatted(found, i + 1));
      }
    }
    return binary;
  }

  private static void await(ByteReader reader, int count) throws IOException {
    while (reader.buffered().remaining() < count) {
      if (!reader.fill(count)) {
        throw new EOFException(
            "expected a PROXY protocol header, but the stream ended after %d bytes"
                .formatted(reader.buffered().remaining()));
      }
    }
  }

  private static ProxyHeader readText(ByteReader reader) throws IOException {
    for (int length = TEXT.length + 2; length <= LONGEST_TEXT; length++) {
      await(reader, length);
      var here = reader.buffered();
      int end = here.position() + length;
      if (here.get(end - 2) == '\r' && here.get(end - 1) == '\n') {
        var line = reader.readExactly(length);
        return ProxyText.parse(new String(line, 0, length - 2, StandardCharsets.ISO_8859_1));
      }
    }
    throw new ProxyProtocolException(
        "expected a line of at most 107 bytes that ends with CR LF, found none");
  }

  private static ProxyHeader readBinary(ByteReader reader) throws IOException {
    await(reader, ProxyBinary.FIXED);
    var here = reader.buffered();
    int length = here.getShort(here.position() + ProxyBinary.FIXED - Short.BYTES) & 0xffff;
    int total = ProxyBinary.FIXED + length;
    if (total > LONGEST_BINARY) {
      throw new LimitExceededException("a PROXY protocol header", LONGEST_BINARY);
    }
    await(reader, total);
    return ProxyBinary.parse(reader.readExactly(total));
  }

  /// Writes a header: the first thing that a proxy sends to the server behind it.
  ///
  /// @throws IllegalArgumentException if the addresses cannot be said in the header's version, or
  ///   it would be longer than 16 KiB
  /// @throws IOException if the stream fails
  /// @throws dev.treadle.Cancelled if cancelled while the stream has no room
  public static void write(ByteStream stream, ProxyHeader header) throws IOException {
    var bytes =
        header.version() == 1
            ? ProxyText.format(header).getBytes(StandardCharsets.US_ASCII)
            : ProxyBinary.format(header);
    if (bytes.length > LONGEST_BINARY) {
      throw new IllegalArgumentException(
          "header: expected at most %d bytes, found %d".formatted(LONGEST_BINARY, bytes.length));
    }
    stream.write(ByteBuffer.wrap(bytes));
  }
}
