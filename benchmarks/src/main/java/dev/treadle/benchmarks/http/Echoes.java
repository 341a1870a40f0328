package dev.treadle.benchmarks.http;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// WebSockets that send a text and, when it has come back, the next one.
final class Echoes implements AutoCloseable {

  private static final int SWITCHING = 101;

  /// Short enough for the length to stand in the second byte of a frame (RFC 6455 section 5.2).
  private static final int LENGTH = 64;

  private static final int FINAL_TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
  private static final int ANSWER = 2 + LENGTH;

  private final Selector selector;
  private final List<Talker> talkers;
  private long messages;

  private Echoes(Selector selector, List<Talker> talkers) {
    this.selector = selector;
    this.talkers = talkers;
  }

  static Echoes connect(int port, int count) throws IOException {
    var selector = Selector.open();
    var talkers = new ArrayList<Talker>();
    for (int i = 0; i < count; i++) {
      var talker = Talker.connect(port, frame());
      talker.say(handshake());
      talker.awaitAnswer(SWITCHING);
      var _ = talker.register(selector);
      talkers.add(talker);
    }
    return new Echoes(selector, talkers);
  }

  private static byte[] handshake() {
    return """
    GET %s HTTP/1.1
    Host: 127.0.0.1
    Upgrade: websocket
    Connection: Upgrade
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
    Sec-WebSocket-Version: 13

    """
        .formatted(Answers.SOCKET)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] frame() {
    var frame = new byte[2 + MASK.length + LENGTH];
    frame[0] = (byte) FINAL_TEXT;
    frame[1] = (byte) (MASKED | LENGTH);
    System.arraycopy(MASK, 0, frame, 2, MASK.length);
    for (int i = 0; i < LENGTH; i++) {
      frame[2 + MASK.length + i] = (byte) (('a' + i % 26) ^ MASK[i % MASK.length]);
    }
    return frame;
  }

  /// Has messages go there and back for so long, and returns how many did.
  long exchange(Duration time) throws IOException {
    long before = messages;
    long end = System.nanoTime() + time.toNanos();
    for (var talker : talkers) {
      talker.say();
    }
    while (System.nanoTime() < end) {
      selector.select(this::hear, 1000);
    }
    return messages - before;
  }

  private void hear(SelectionKey key) {
    var talker = (Talker) key.attachment();
    try {
      talker.hear();
      if (talker.heardLength() >= ANSWER) {
        check(talker.heard());
        talker.forget(ANSWER);
        messages++;
        talker.say();
      }
    } catch (IOException failure) {
      throw new IllegalStateException("the server did not send the message back", failure);
    }
  }

  private static void check(byte[] heard) throws IOException {
    if ((heard[0] & 0xff) != FINAL_TEXT || heard[1] != LENGTH || heard[2] != 'a') {
      throw new IOException(
          "expected a whole text of %d bytes, got a frame that begins %02x %02x"
              .formatted(LENGTH, heard[0], heard[1]));
    }
  }

  @Override
  public void close() throws IOException {
    for (var talker : talkers) {
      talker.close();
    }
    selector.close();
  }
}
