package dev.treadle.io;

import dev.treadle.Cancelled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// The records of one TLS connection on their way between the JDK's engine and the stream below.
///
/// One task receives, one sends; which of them may is up to [TlsStream]. What was received of a
/// record stays when a wait is cancelled, and what is to be sent stays until it is sent.
final class TlsRecords {

  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// Enough for what an idle or a chatty connection receives at a time.
  private static final int INCOMING = 4 * 1024;

  private static final int HEADER = 5;

  /// The longest that may be: 16 KiB, and what TLS 1.2 allows a cipher to add.
  private static final int LONGEST = HEADER + 16 * 1024 + 2 * 1024;

  /// Content types are from 20 to 24; a record of something else is the engine's to refuse.
  private static final int FIRST_TYPE = 20;

  private static final int LAST_TYPE = 24;

  private final ByteStream below;
  private final SSLEngine engine;

  /// Only whoever receives touches it. From position to limit: received and not unwrapped.
  private ByteBuffer incoming = ByteBuffer.allocate(INCOMING).limit(0);

  /// Only whoever sends touches it. From position to limit: wrapped and not sent.
  private ByteBuffer outgoing = NOTHING;

  /// A part of what was to be sent has been, and a cancellation kept the rest.
  private volatile boolean torn;

  /// Counted by whoever receives, set back by whoever sends.
  private final AtomicInteger owed = new AtomicInteger();

  TlsRecords(ByteStream below, SSLEngine engine) {
    this.below = below;
    this.engine = engine;
  }

  // --- Sending

  boolean isTorn() {
    return torn;
  }

  /// Puts what there is of a record, or what the engine itself has to say, behind what is to be
  /// sent.
  SSLEngineResult wrap(ByteBuffer from) throws SSLException {
    // The engine insists on room for the largest record, however little there is to say.
    int size = engine.getSession().getPacketBufferSize();
    if (outgoing.capacity() - outgoing.remaining() < size) {
      outgoing = ByteBuffer.allocate(outgoing.remaining() + size).put(outgoing).flip();
    }
    outgoing.compact();
    owed.set(0);
    try {
      return engine.wrap(from, outgoing);
    } finally {
      outgoing.flip();
    }
  }

  /// Sends what was wrapped.
  void flush() throws IOException {
    if (!outgoing.hasRemaining()) {
      return;
    }
    int start = outgoing.position();
    try {
      below.write(outgoing);
    } catch (Cancelled cancelled) {
      torn |= outgoing.position() > start && outgoing.hasRemaining();
      throw cancelled;
    }
  }

  /// Sends everything that the engine has to say by itself: alerts, tickets, new keys.
  void drain() throws IOException {
    do {
      flush();
    } while (wrap(NOTHING).bytesProduced() > 0);
  }

  /// Lets go of the memory for sending, which is of the size of the largest record.
  void releaseIfSent() {
    if (!outgoing.hasRemaining()) {
      outgoing = NOTHING;
    }
  }

  // --- Receiving

  /// Waits until a whole record is here.
  ///
  /// @return whether there is one; `false` if the stream below has ended
  boolean awaitRecord() throws IOException {
    while (!isRecordHere()) {
      if (!receive()) {
        return false;
      }
    }
    return true;
  }

  /// Takes what is here, without waiting.
  ///
  /// @return 1 if a whole record is here, 0 if none is yet, -1 if the stream below has ended
  int tryRecord() throws IOException {
    while (!isRecordHere()) {
      int count = receive(below::tryRead);
      if (count <= 0) {
        return count;
      }
    }
    return 1;
  }

  private boolean isRecordHere() {
    return incoming.remaining() >= HEADER && incoming.remaining() >= recordSize();
  }

  /// Returns the size of the record that begins here, its header included. Of what cannot be one,
  /// the header is all that is waited for.
  int recordSize() {
    int length = incoming.getShort(incoming.position() + HEADER - Short.BYTES) & 0xffff;
    return isStrange() || HEADER + length > LONGEST ? HEADER : HEADER + length;
  }

  /// Returns whether what begins here is nothing of TLS.
  boolean isStrange() {
    int type = incoming.get(incoming.position());
    return type < FIRST_TYPE || type > LAST_TYPE;
  }

  /// Waits for more bytes, of whatever record.
  boolean receive() throws IOException {
    return receive(below::read) >= 0;
  }

  private interface Reading {
    int read(ByteBuffer into) throws IOException;
  }

  private int receive(Reading reading) throws IOException {
    makeRoom();
    int start = incoming.position();
    int end = incoming.limit();
    incoming.limit(incoming.capacity()).position(end);
    try {
      return reading.read(incoming);
    } finally {
      incoming.limit(incoming.position()).position(start);
    }
  }

  private void makeRoom() {
    int held = incoming.remaining();
    int needed = Math.max(held + 1, held >= HEADER ? recordSize() : HEADER);
    if (needed > incoming.capacity()) {
      int capacity = Math.max(needed, 2 * incoming.capacity());
      incoming = ByteBuffer.allocate(capacity).put(incoming).flip();
    } else if (needed > incoming.capacity() - incoming.position()) {
      incoming.compact().flip();
    }
  }

  /// Opens the record that begins here.
  SSLEngineResult unwrap(ByteBuffer into) throws SSLException {
    var result = engine.unwrap(incoming, into);
    if (!incoming.hasRemaining()) {
      incoming.clear().limit(0);
    }
    if (result.bytesProduced() == 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      owed.incrementAndGet();
    }
    return result;
  }

  /// Returns how often the other end has asked for something and nothing was sent.
  int owed() {
    return owed.get();
  }

  /// Returns the first bytes that were received, as a person may recognise them.
  String firstBytes() {
    var text = new StringBuilder();
    int count = Math.min(incoming.remaining(), 16);
    for (int i = 0; i < count; i++) {
      byte next = incoming.get(incoming.position() + i);
      text.append(next >= ' ' && next < 0x7f ? (char) next : '.');
    }
    return text.toString();
  }
}
