package dev.treadle.http.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Frames written and read by hand, so that the code under test is not checked by itself.
///
/// @param bits the upper four of the first byte: 8 is the last frame, 4, 2 and 1 are reserved
@SuppressWarnings("ArrayRecordComponent") // compared by what it says
record WireFrame(int bits, int opcode, boolean masked, byte[] payload) {

  private static final byte[] KEY = {0x37, (byte) 0xFA, 0x21, 0x3D};

  static WireFrame text(String text) {
    return new WireFrame(8, 1, true, text.getBytes(StandardCharsets.UTF_8));
  }

  static WireFrame binary(byte... bytes) {
    return new WireFrame(8, 2, true, bytes);
  }

  static WireFrame ping(String payload) {
    return new WireFrame(8, 9, true, payload.getBytes(StandardCharsets.UTF_8));
  }

  static WireFrame pong(String payload) {
    return new WireFrame(8, 10, true, payload.getBytes(StandardCharsets.UTF_8));
  }

  static WireFrame close(int code, String reason) {
    var bytes = reason.getBytes(StandardCharsets.UTF_8);
    return closeOf(ByteBuffer.allocate(2 + bytes.length).putShort((short) code).put(bytes).array());
  }

  static WireFrame closeOf(byte... payload) {
    return new WireFrame(8, 8, true, payload);
  }

  /// The same frame, with more to come.
  WireFrame unfinished() {
    return withBits(bits & ~8);
  }

  /// The same frame, as one that goes on.
  WireFrame continuation() {
    return withOpcode(0);
  }

  WireFrame withBits(int bits) {
    return new WireFrame(bits, opcode, masked, payload);
  }

  WireFrame withOpcode(int opcode) {
    return new WireFrame(bits, opcode, masked, payload);
  }

  /// The same frame from a server.
  WireFrame bare() {
    return new WireFrame(bits, opcode, false, payload);
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.write(bits << 4 | opcode);
    int mask = masked ? 0x80 : 0;
    if (payload.length < 126) {
      out.write(mask | payload.length);
    } else if (payload.length < 65536) {
      out.write(mask | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(mask | 127);
      out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    if (masked) {
      out.writeBytes(KEY);
    }
    for (int i = 0; i < payload.length; i++) {
      out.write(masked ? payload[i] ^ KEY[i % 4] : payload[i]);
    }
    return out.toByteArray();
  }

  static byte[] bytes(WireFrame... frames) {
    var out = new ByteArrayOutputStream();
    for (var frame : frames) {
      out.writeBytes(frame.bytes());
    }
    return out.toByteArray();
  }

  static List<WireFrame> parse(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    var frames = new ArrayList<WireFrame>();
    while (in.hasRemaining()) {
      frames.add(parse(in));
    }
    return frames;
  }

  private static WireFrame parse(ByteBuffer in) {
    int first = in.get() & 0xFF;
    int second = in.get() & 0xFF;
    long length = second & 0x7F;
    length = length == 126 ? in.getShort() & 0xFFFF : length == 127 ? in.getLong() : length;
    var key = new byte[4];
    if ((second & 0x80) != 0) {
      in.get(key);
    }
    var payload = new byte[(int) length];
    in.get(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= key[i % 4];
    }
    return new WireFrame(first >> 4, first & 0xF, (second & 0x80) != 0, payload);
  }

  String content() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /// Such as `text! 'hello'`, `ping! 'x'`, `close! 1000 'bye'`; the mark says that it is the last.
  @Override
  public String toString() {
    var kind =
        switch (opcode) {
          case 0 -> "more";
          case 1 -> "text";
          case 2 -> "binary";
          case 8 -> "close";
          case 9 -> "ping";
          case 10 -> "pong";
          default -> "opcode " + opcode;
        };
    var mark = bits == 8 ? "!" : bits == 0 ? "" : "?" + bits;
    if (opcode == 8 && payload.length >= 2) {
      int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
      return "close" + mark + " " + code + " '" + content().substring(reasonAt()) + "'";
    }
    return kind + mark + " '" + content() + "'";
  }

  private int reasonAt() {
    return new String(payload, 0, 2, StandardCharsets.UTF_8).length();
  }
}
