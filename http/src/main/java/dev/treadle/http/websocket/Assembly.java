package dev.treadle.http.websocket;

import dev.treadle.http.websocket.Message.Binary;
import dev.treadle.http.websocket.Message.Text;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The message that is being received: puts its fragments together, decompresses them, and checks
/// that text is UTF-8, all of it while the bytes come.
final class Assembly implements AutoCloseable {

  private final @Nullable Inflation inflation;
  private final Utf8Check utf8 = new Utf8Check();
  private final Bytes bytes = new Bytes();

  private Stage stage = Stage.NONE;
  private boolean text;
  private boolean compressed;

  /// Whether bytes of the message have left already.
  private boolean begunToLeave;

  /// A message that came in one frame and needs no putting together.
  private @Nullable Message whole;

  private int wholeSize;

  private enum Stage {
    /// No message has begun.
    NONE,

    /// Frames are to come.
    FRAMES,

    /// All frames came; something is left to decompress.
    REST,

    /// It is here.
    COMPLETE
  }

  /// @param inflation `null` if nothing is compressed here
  Assembly(@Nullable Inflation inflation) {
    this.inflation = inflation;
  }

  // --- What comes

  void begin(boolean text, boolean compressed) {
    this.text = text;
    this.compressed = compressed;
    stage = Stage.FRAMES;
  }

  /// Takes payload of the current message.
  ///
  /// @param enough so many bytes of message are wanted; it is not decompressed further
  /// @return how many of the bytes were used
  int take(byte[] from, int at, int count, long enough) throws ProtocolFault {
    if (inflation != null && compressed) {
      int before = bytes.size();
      int used = inflation.inflate(from, at, count, bytes, enough);
      check(before);
      return used;
    }
    check(from, at, count);
    bytes.append(from, at, count);
    return count;
  }

  /// Takes the payload of a message that is one frame and not compressed.
  void takeWhole(byte[] from, int at, int count) throws ProtocolFault {
    check(from, at, count);
    checkComplete();
    whole = message(from, at, count);
    wholeSize = count;
    stage = Stage.COMPLETE;
  }

  private Message message(byte[] from, int at, int count) {
    return text
        ? new Text(new String(from, at, count, StandardCharsets.UTF_8))
        : new Binary(Arrays.copyOfRange(from, at, at + count));
  }

  /// Takes a message that was complete before.
  ///
  /// @param size how many bytes it is
  void adopt(Message message, int size) {
    text = message instanceof Text;
    compressed = false;
    whole = message;
    wholeSize = size;
    stage = Stage.COMPLETE;
  }

  /// Says that all frames came.
  void endOfFrames() {
    stage = Stage.REST;
  }

  /// Completes the message, unless there is enough of it before.
  void finish(long enough) throws ProtocolFault {
    if (inflation != null && compressed) {
      int before = bytes.size();
      boolean all = inflation.finish(bytes, enough);
      check(before);
      if (!all) {
        return;
      }
    }
    checkComplete();
    stage = Stage.COMPLETE;
  }

  private void check(int before) throws ProtocolFault {
    check(bytes.array(), bytes.from() + before, bytes.size() - before);
  }

  private void check(byte[] from, int at, int count) throws ProtocolFault {
    if (text && !utf8.accepts(from, at, at + count)) {
      throw ProtocolFault.data("expected text in UTF-8, found other bytes");
    }
  }

  private void checkComplete() throws ProtocolFault {
    if (text && !utf8.isComplete()) {
      throw ProtocolFault.data("expected text in UTF-8, found a character cut off at its end");
    }
  }

  // --- What is here

  boolean hasBegun() {
    return stage != Stage.NONE;
  }

  boolean isText() {
    return text;
  }

  /// Whether nothing of the message is here, and nothing went before.
  boolean isUntouched() {
    return !compressed && !begunToLeave && bytes.size() == 0;
  }

  boolean isCompressed() {
    return compressed;
  }

  boolean hasRest() {
    return stage == Stage.REST;
  }

  boolean isComplete() {
    return stage == Stage.COMPLETE;
  }

  /// How many bytes of the message are here.
  int size() {
    return whole == null ? bytes.size() : wholeSize;
  }

  /// Gives away the message, which is complete, or what was not taken of it.
  Message toMessage() {
    var ready = whole == null ? message(bytes.array(), bytes.from(), bytes.size()) : whole;
    reset();
    return ready;
  }

  /// Moves bytes of the message out of here, as many as are here and have room.
  int moveTo(ByteBuffer into) {
    unpack();
    int count = Math.min(into.remaining(), bytes.size());
    into.put(bytes.array(), bytes.from(), count);
    bytes.taken(count);
    begunToLeave = true;
    return count;
  }

  /// Somebody wants it by and by after all.
  private void unpack() {
    var packed = whole;
    if (packed != null) {
      whole = null;
      var content = contentOf(packed);
      bytes.append(content, 0, content.length);
    }
  }

  private static byte[] contentOf(Message message) {
    return switch (message) {
      case Text(var characters) -> characters.getBytes(StandardCharsets.UTF_8);
      case Binary(var content) -> content;
    };
  }

  /// Forgets the message.
  void reset() {
    stage = Stage.NONE;
    whole = null;
    begunToLeave = false;
    bytes.clear();
    utf8.reset();
  }

  /// Forgets the bytes that are here; the message goes on.
  void drop() {
    begunToLeave = true;
    whole = null;
    bytes.clear();
  }

  @Override
  public void close() {
    reset();
    if (inflation != null) {
      inflation.close();
    }
  }
}
