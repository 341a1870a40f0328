package dev.treadle.http.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The head of a frame (RFC 6455, 5.2): reads the one that comes next, checks it as far as it is
/// here, and is what was read until the next one is.
final class FrameHead {

  /// The longest there is: two bytes, eight of length, four of masking key.
  static final int MOST_BYTES = 14;

  static final int MOST_CONTROL_PAYLOAD = 125;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LENGTH_OF_64_BITS = 127;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final boolean fromClient;
  private final boolean compressible;
  private final long maxLength;

  /// Whether the frames of a message are on their way, its last one not.
  private boolean insideMessage;

  private boolean last;
  private boolean compressed;
  private int opcode;
  private int key;
  private long length;

  /// @param fromClient whether the frames are a client's, which masks them
  /// @param compressible whether permessage-deflate was agreed upon
  /// @param maxLength how many bytes of payload a frame may have
  FrameHead(boolean fromClient, boolean compressible, long maxLength) {
    this.fromClient = fromClient;
    this.compressible = compressible;
    this.maxLength = maxLength;
  }

  // --- Reading

  /// Reads a head if it is here completely. What is here is checked in any case, so that a peer
  /// hears of a mistake without having to go on.
  ///
  /// @return how many bytes it has; 0 if more are needed
  int read(byte[] bytes, int from, int to) throws ProtocolFault {
    if (from == to) {
      return 0;
    }
    int first = bytes[from] & 0xFF;
    checkFirst(first);
    if (from + 1 == to) {
      return 0;
    }
    int second = bytes[from + 1] & 0xFF;
    checkSecond(first, second);
    int size = size(second);
    if (to - from < size) {
      return 0;
    }
    length = checked(length(bytes, from, second & 0x7F));
    key = fromClient ? (int) INTS.get(bytes, from + size - Integer.BYTES) : 0;
    become(first);
    return size;
  }

  private void become(int first) {
    last = (first & 0x80) != 0;
    opcode = first & 0xF;
    compressed = (first & 0x40) != 0;
    if (!Opcode.isControl(opcode)) {
      insideMessage = !last;
    }
  }

  private static int size(int second) {
    int masked = (second & 0x80) == 0 ? 0 : Integer.BYTES;
    return switch (second & 0x7F) {
      case LENGTH_OF_16_BITS -> 2 + Short.BYTES + masked;
      case LENGTH_OF_64_BITS -> 2 + Long.BYTES + masked;
      default -> 2 + masked;
    };
  }

  private static long length(byte[] bytes, int from, int small) throws ProtocolFault {
    return switch (small) {
      case LENGTH_OF_16_BITS ->
          atLeast(LENGTH_OF_16_BITS, (short) SHORTS.get(bytes, from + 2) & 0xFFFFL);
      case LENGTH_OF_64_BITS -> atLeast(0x1_0000, (long) LONGS.get(bytes, from + 2));
      default -> small;
    };
  }

  private static long atLeast(long least, long length) throws ProtocolFault {
    if (length < 0) {
      throw ProtocolFault.protocol("expected a length of 63 bits, found the highest bit set");
    }
    if (length < least) {
      throw ProtocolFault.protocol(
          "expected the shortest form of a length, found " + length + " in a longer one");
    }
    return length;
  }

  private long checked(long length) throws ProtocolFault {
    if (length > maxLength) {
      throw ProtocolFault.tooBig(
          "expected frames of at most " + maxLength + " bytes, found one of " + length);
    }
    return length;
  }

  private void checkFirst(int first) throws ProtocolFault {
    int code = first & 0xF;
    if (!Opcode.isKnown(code)) {
      throw ProtocolFault.protocol("expected a known opcode, found " + code);
    }
    boolean compressedHere = (first & 0x40) != 0;
    boolean begins = code == Opcode.TEXT || code == Opcode.BINARY;
    if ((first & 0x30) != 0 || (compressedHere && !(compressible && begins))) {
      throw ProtocolFault.protocol(
          "expected no reserved bits, found " + (first >> 4 & 0x7) + " with opcode " + code);
    }
    if (Opcode.isControl(code)) {
      if ((first & 0x80) == 0) {
        throw ProtocolFault.protocol("expected a control frame in one piece, found a fragment");
      }
    } else if (begins == insideMessage) {
      throw ProtocolFault.protocol(
          begins
              ? "expected the rest of a message, found the beginning of another"
              : "expected the beginning of a message, found a continuation");
    }
  }

  private void checkSecond(int first, int second) throws ProtocolFault {
    if ((second & 0x80) != 0 != fromClient) {
      throw ProtocolFault.protocol(
          fromClient
              ? "expected a client's frame to be masked, found one that is not"
              : "expected a server's frame not to be masked, found one that is");
    }
    if (Opcode.isControl(first & 0xF) && (second & 0x7F) > MOST_CONTROL_PAYLOAD) {
      throw ProtocolFault.protocol(
          "expected at most 125 bytes in a control frame, found a longer length");
    }
  }

  // --- What was read

  /// Whether it is the last frame of its message.
  boolean isLast() {
    return last;
  }

  boolean isCompressed() {
    return compressed;
  }

  int opcode() {
    return opcode;
  }

  /// The masking key; 0, which changes nothing, if there is none.
  int key() {
    return key;
  }

  /// How many bytes of payload follow.
  long length() {
    return length;
  }

  // --- Writing

  /// Writes a head and returns where it ends.
  ///
  /// @param first the first byte, bits and opcode
  /// @param masked whether a masking key is to follow, for which no room is left here
  static int write(byte[] into, int at, int first, long length, boolean masked) {
    int mask = masked ? 0x80 : 0;
    into[at] = (byte) first;
    if (length < LENGTH_OF_16_BITS) {
      into[at + 1] = (byte) (mask | (int) length);
      return at + 2;
    }
    if (length < 0x1_0000) {
      into[at + 1] = (byte) (mask | LENGTH_OF_16_BITS);
      SHORTS.set(into, at + 2, (short) length);
      return at + 2 + Short.BYTES;
    }
    into[at + 1] = (byte) (mask | LENGTH_OF_64_BITS);
    LONGS.set(into, at + 2, length);
    return at + 2 + Long.BYTES;
  }

  /// Writes a masking key and returns where it ends.
  static int writeKey(byte[] into, int at, int key) {
    INTS.set(into, at, key);
    return at + Integer.BYTES;
  }
}
