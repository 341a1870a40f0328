package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/// Two connected ends for a test, which are closed after it, and words for what is done to them.
abstract class ByteStreamEnds {

  /// More than any stream holds on the way.
  static final int MANY = 2 * 1024 * 1024;

  static final Duration SHORT = Duration.ofMillis(20);

  private final List<ByteStream> open = new ArrayList<>();

  /// Two ends that are connected to each other.
  ///
  /// @param client one end
  /// @param server the other
  protected record Ends(ByteStream client, ByteStream server) {}

  /// Returns two connected ends, new ones each time.
  protected abstract Ends connect() throws IOException;

  /// Returns whether each byte goes its own way: `false` if bytes are packed into records, so that
  /// a write that is cancelled can break the stream although none of its bytes has arrived.
  protected boolean sendsBytesAsTheyAre() {
    return true;
  }

  /// Returns whether the other end of one that is aborted is told so: `false` if it just reads the
  /// end.
  protected boolean resets() {
    return true;
  }

  final Ends opened() throws IOException {
    var ends = connect();
    open.add(ends.client());
    open.add(ends.server());
    return ends;
  }

  @AfterEach
  final void closeEverything() throws IOException {
    gather(
        open,
        stream -> {
          stream.close();
          return true;
        });
  }

  // --- Words

  static byte[] random(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Writes a text.
  protected static void write(ByteStream stream, String text) throws IOException {
    stream.write(ByteBuffer.wrap(bytes(text)));
  }

  static void writeMany(ByteStream stream) throws IOException {
    stream.write(ByteBuffer.allocate(4 * MANY));
  }

  /// Writes these bytes and no more.
  static byte[] send(ByteStream stream, byte[] bytes) throws IOException {
    stream.write(ByteBuffer.wrap(bytes));
    stream.shutdownOutput();
    return bytes;
  }

  static boolean close(ByteStream stream) throws IOException {
    stream.close();
    return true;
  }

  /// Reads so many bytes.
  protected static String readText(ByteStream stream, int count) throws IOException {
    var into = ByteBuffer.allocate(count);
    while (into.hasRemaining()) {
      assertThat(stream.read(into)).as("bytes read").isPositive();
    }
    return text(into.array());
  }

  /// Reads up to the end.
  protected static byte[] readToEnd(ByteStream stream) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var into = ByteBuffer.allocate(20_000);
    while (stream.read(into) >= 0) {
      bytes.write(into.array(), 0, into.position());
      into.clear();
    }
    return bytes.toByteArray();
  }

  static void assertClosed(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(ClosedChannelException.class);
  }
}
