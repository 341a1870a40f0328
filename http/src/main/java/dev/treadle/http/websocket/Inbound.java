package dev.treadle.http.websocket;

import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

/// The receiving half: frames from the stream, messages for whoever receives.
///
/// All state changes between waits, and the only wait is for bytes. So whoever waits here may be
/// cancelled at any time, and the next goes on from where it was. Touched only by whoever has the
/// turn to receive.
final class Inbound implements AutoCloseable {

  private static final int FIRST_BUFFER = 1024;
  private static final int LARGEST_BUFFER = 32 * 1024;

  /// How much of a message is decompressed at a time for whom takes it by and by.
  private static final int CHUNK = 8 * 1024;

  /// How much is read while nobody receives.
  static final int MOST_BYTES_AHEAD = 64 * 1024;

  static final int MOST_MESSAGES_AHEAD = 16;

  private final ByteStream stream;
  private final FrameHead head;
  private final Assembly assembly;
  private final Closing closing;
  private final Silence silence;
  private final Controls controls;
  private final Counter bytesReceived = new Counter();

  /// What was read while nobody received.
  private final ArrayDeque<Early> ready = new ArrayDeque<>();

  private int readyBytes;

  private byte[] buffer = new byte[FIRST_BUFFER];
  private ByteBuffer window = ByteBuffer.wrap(buffer);
  private int from;
  private int to;

  /// Up to where payload is unmasked.
  private int clear;

  /// Whether a data frame has begun, and what is still to come of it.
  private boolean insideFrame;

  private long left;

  /// Whether the rest of a message is to be thrown away.
  private boolean dropping;

  Inbound(ByteStream stream, FrameHead head, Assembly assembly, Closing closing, Watched watched) {
    this.stream = stream;
    this.head = head;
    this.assembly = assembly;
    this.closing = closing;
    this.silence = watched.silence();
    this.controls = watched.controls();
  }

  /// A message that was read while nobody received.
  private record Early(Message message, int size) {}

  /// Who wants to know what comes.
  record Watched(Silence silence, Controls controls) {}

  long bytesReceived() {
    return bytesReceived.get();
  }

  // --- Messages in one piece

  /// Waits for the next message.
  ///
  /// @param limit how many bytes it may have
  Message message(int limit) throws IOException {
    while (true) {
      var early = ready.poll();
      if (early != null) {
        readyBytes -= early.size();
        return fitting(early.message(), early.size(), limit);
      }
      closing.requireOpen();
      if (!dropRest()) {
        continue;
      }
      if (step(limit + 1L, limit)) {
        return complete(limit);
      }
      fillUnlessOver();
    }
  }

  private Message complete(int limit) throws IOException {
    if (!assembly.isComplete()) {
      throw tooBig(limit);
    }
    int size = assembly.size();
    return fitting(assembly.toMessage(), size, limit);
  }

  private Message fitting(Message message, int size, int limit) throws IOException {
    if (size > limit) {
      throw tooBig(limit);
    }
    return message;
  }

  private IOException tooBig(int limit) {
    closing.fail(
        CloseCode.TOO_BIG, "expected messages of at most " + limit + " bytes, found a longer one");
    return closing.exception();
  }

  // --- Messages by and by

  /// Waits for the beginning of the next message and returns whether it is a text.
  boolean begin() throws IOException {
    while (true) {
      var early = ready.poll();
      if (early != null) {
        readyBytes -= early.size();
        assembly.adopt(early.message(), early.size());
        return assembly.isText();
      }
      closing.requireOpen();
      if (!dropRest()) {
        continue;
      }
      boolean enough = step(1, Long.MAX_VALUE);
      if (assembly.hasBegun()) {
        return assembly.isText();
      }
      if (!enough) {
        fillUnlessOver();
      }
    }
  }

  /// Waits for more bytes of the message that has begun; -1 at its end.
  int read(ByteBuffer into) throws IOException {
    while (true) {
      if (assembly.size() > 0) {
        return assembly.moveTo(into);
      }
      if (assembly.isComplete()) {
        return -1;
      }
      closing.requireOpen();
      if (!step(CHUNK, Long.MAX_VALUE) && assembly.size() == 0) {
        fillUnlessOver();
      }
    }
  }

  /// Nobody wants the rest of the message that has begun.
  void leave() {
    if (assembly.isComplete() || closing.isOver()) {
      assembly.reset();
    } else {
      dropping = true;
    }
  }

  /// Returns whether there is no rest, or it is gone now; waits for some of it otherwise.
  private boolean dropRest() throws IOException {
    while (dropping && step(CHUNK, Long.MAX_VALUE)) {
      dropping = !assembly.isComplete();
      if (dropping) {
        assembly.drop();
      } else {
        assembly.reset();
      }
    }
    if (dropping) {
      assembly.drop();
      fillUnlessOver();
    }
    return !dropping;
  }

  // --- While nobody receives

  /// Reads on, until there is as much as may be read ahead.
  void readAhead() throws IOException {
    while (!closing.isOver() && hasRoomAhead()) {
      if (!dropRest()) {
        continue;
      }
      if (!step(MOST_BYTES_AHEAD - readyBytes, Long.MAX_VALUE)) {
        fillUnlessOver();
      } else if (assembly.isComplete()) {
        int size = assembly.size();
        readyBytes += size;
        ready.add(new Early(assembly.toMessage(), size));
      }
    }
  }

  private boolean hasRoomAhead() {
    return ready.size() < MOST_MESSAGES_AHEAD && readyBytes + assembly.size() < MOST_BYTES_AHEAD;
  }

  /// Reads on until it is over, and throws away what comes.
  void drain() throws IOException {
    ready.clear();
    readyBytes = 0;
    while (!closing.isOver()) {
      dropping = dropping || assembly.hasBegun();
      if (dropRest() && !step(1, Long.MAX_VALUE)) {
        fillUnlessOver();
      }
    }
  }

  /// Reads what is no frames any more, and throws it away, until the stream ends.
  void discard() throws IOException {
    do {
      window.clear();
    } while (stream.read(window) >= 0);
  }

  // --- Frames

  /// Moves on with what is here. A peer that breaks the rules ends the WebSocket.
  ///
  /// @return whether a message is complete, or as many bytes of it are here as are enough; if not,
  ///   more bytes are needed, or it is over
  private boolean step(long enough, long limit) {
    try {
      requireFits(limit);
      return advance(enough, limit);
    } catch (ProtocolFault fault) {
      closing.fail(fault.code(), fault.reason());
      return false;
    }
  }

  private boolean advance(long enough, long limit) throws ProtocolFault {
    while (!assembly.isComplete() && assembly.size() < enough) {
      if (assembly.hasRest()) {
        assembly.finish(enough);
      } else if (!(insideFrame ? takePayload(enough) : takeHead(limit))) {
        return false;
      }
    }
    return true;
  }

  private boolean takeHead(long limit) throws ProtocolFault {
    int size = closing.isOver() ? 0 : head.read(buffer, from, to);
    if (size == 0) {
      return false;
    }
    if (Opcode.isControl(head.opcode())) {
      return takeControl(size);
    }
    from += size;
    clear = from;
    left = head.length();
    insideFrame = true;
    if (head.opcode() != Opcode.CONTINUATION) {
      assembly.begin(head.opcode() == Opcode.TEXT, head.isCompressed());
    }
    requireFits(limit);
    return true;
  }

  private void requireFits(long limit) throws ProtocolFault {
    if (insideFrame && !assembly.isCompressed() && left > limit - assembly.size()) {
      throw ProtocolFault.tooBig(
          "expected messages of at most " + limit + " bytes, found a longer one");
    }
  }

  private boolean takePayload(long enough) throws ProtocolFault {
    int here = (int) Math.min(left, to - from);
    if (here == 0 && left > 0) {
      return false;
    }
    unmask(from + here);
    if (here == left && head.isLast() && assembly.isUntouched()) {
      assembly.takeWhole(buffer, from, here);
      used(here);
      return true;
    }
    used(assembly.take(buffer, from, here, enough));
    if (!insideFrame && head.isLast()) {
      assembly.endOfFrames();
    }
    return true;
  }

  private void used(int count) {
    from += count;
    left -= count;
    insideFrame = left > 0;
  }

  private void unmask(int upTo) {
    if (head.key() != 0 && upTo > clear) {
      Masking.apply(buffer, clear, upTo, head.key(), head.length() - left + clear - from);
    }
    clear = Math.max(clear, upTo);
  }

  private boolean takeControl(int headSize) throws ProtocolFault {
    int begin = from + headSize;
    int end = begin + (int) head.length();
    if (end > to) {
      return false;
    }
    Masking.apply(buffer, begin, end, head.key(), 0);
    from = end;
    var payload = Arrays.copyOfRange(buffer, begin, end);
    switch (head.opcode()) {
      case Opcode.PING -> controls.ping(payload);
      case Opcode.PONG -> controls.pong(payload);
      default -> takeClose(payload);
    }
    return true;
  }

  private void takeClose(byte[] payload) throws ProtocolFault {
    if (payload.length == 0) {
      controls.close(CloseCode.NO_STATUS, "");
      return;
    }
    if (payload.length == 1) {
      throw ProtocolFault.protocol("expected a close code of two bytes, found one byte");
    }
    int code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    if (!CloseCode.isSendable(code)) {
      throw ProtocolFault.protocol("expected a close code that may be sent, found " + code);
    }
    var utf8 = new Utf8Check();
    if (!utf8.accepts(payload, 2, payload.length) || !utf8.isComplete()) {
      throw ProtocolFault.data("expected a close reason in UTF-8, found other bytes");
    }
    controls.close(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
  }

  // --- Bytes

  private void fillUnlessOver() throws IOException {
    if (!closing.isOver()) {
      fill();
    }
  }

  private void fill() throws IOException {
    makeRoom();
    int count = 0;
    silence.listen();
    try {
      count = stream.read(window.position(to).limit(buffer.length));
    } catch (IOException e) {
      closing.lose(reason(e), e);
    } finally {
      silence.stopListening(count > 0);
    }
    if (count < 0) {
      closing.lose("the connection ended without a close frame", null);
    } else {
      to += count;
      bytesReceived.add(count);
    }
  }

  static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void makeRoom() {
    boolean full = (to == buffer.length && from == 0) || to - from > buffer.length / 2;
    if (from == to) {
      boolean grows = to == buffer.length && buffer.length < LARGEST_BUFFER;
      move(grows ? new byte[buffer.length * 2] : buffer);
    } else if (full) {
      move(new byte[Math.max(buffer.length, Math.min(buffer.length * 2, LARGEST_BUFFER))]);
    } else if (from > 0) {
      move(buffer);
    }
  }

  private void move(byte[] target) {
    System.arraycopy(buffer, from, target, 0, to - from);
    if (target != buffer) {
      buffer = target;
      window = ByteBuffer.wrap(target);
    }
    to -= from;
    clear = Math.max(0, clear - from);
    from = 0;
  }

  @Override
  public void close() {
    ready.clear();
    assembly.close();
  }
}
