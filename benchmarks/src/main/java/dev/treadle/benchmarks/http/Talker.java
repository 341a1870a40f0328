package dev.treadle.benchmarks.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A connection of a load generator, which one thread has many of. It writes the same bytes over
/// and over; what it reads is small.
///
/// A generator written by hand, because it is to cost little: it runs on the same processors as
/// what it measures.
final class Talker implements AutoCloseable {

  private static final int ROOM = 1024;
  private static final int HEAD_END = 4;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final SocketChannel channel;
  private final ByteBuffer out;
  private final ByteBuffer in = ByteBuffer.allocate(ROOM);

  /// How long the last answer was: the next one is hardly another.
  private int usual = -1;

  private Talker(SocketChannel channel, byte[] out) {
    this.channel = channel;
    this.out = ByteBuffer.allocateDirect(out.length).put(out).flip();
  }

  /// Connects to a port of this machine.
  ///
  /// @param out what it says
  static Talker connect(int port, byte[] out) throws IOException {
    var channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
    return new Talker(channel, out);
  }

  static byte[] request(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// From now on it does not wait.
  SelectionKey register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, SelectionKey.OP_READ, this);
  }

  /// Says what it has to say: little enough to fit into the system's buffer.
  void say() throws IOException {
    out.rewind();
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        throw new IOException("expected room for a request, found none");
      }
    }
  }

  /// Says something else, while it still waits.
  void say(byte[] other) throws IOException {
    var bytes = ByteBuffer.wrap(other);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Reads what is there.
  void hear() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("expected an answer, found the end");
    }
  }

  /// Waits for an answer whose status is given, while it still waits, and forgets it.
  void awaitAnswer(int status) throws IOException {
    int length;
    do {
      hear();
      length = answerLength(status);
    } while (length < 0);
    forget(length);
  }

  /// Returns the bytes of the first answer that was heard, or -1 if it is not complete.
  int answerLength(int status) throws IOException {
    if (in.position() == usual) {
      return usual;
    }
    int end = headEnd();
    if (end < 0) {
      return -1;
    }
    var head = new String(in.array(), 0, end, StandardCharsets.ISO_8859_1);
    if (!head.startsWith("HTTP/1.1 " + status)) {
      throw new IOException("expected status " + status + ", got " + head);
    }
    var length = LENGTH.matcher(head);
    int all = end + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    if (in.position() < all) {
      return -1;
    }
    usual = all;
    return all;
  }

  private int headEnd() {
    var bytes = in.array();
    for (int i = 0; i <= in.position() - HEAD_END; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + HEAD_END;
      }
    }
    return -1;
  }

  /// What was heard and not forgotten yet.
  byte[] heard() {
    return in.array();
  }

  /// How much of it there is.
  int heardLength() {
    return in.position();
  }

  void forget(int length) {
    in.flip().position(length);
    in.compact();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
