package dev.treadle.io;

import dev.treadle.Cancelled;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// Bytes both ways between two ends: a TCP connection, a Unix socket, TLS on top of either, or two
/// ends in memory.
///
/// A wait here is one of Treadle's: a scope that is cancelled ends it, and leaves the stream usable
/// if nothing was transferred, so that `moveOnAfter(ofSeconds(1), () -> stream.read(buffer))` may
/// be called in a loop. A read never gives away bytes that it has: it returns them, and the
/// cancellation strikes at the next wait. A [#write(ByteBuffer)] that is cancelled after the first
/// byte has broken the stream, because nobody could tell what the other end will make of the rest.
///
/// One task may read while another writes. Two that read at the same time, or write, are a mistake;
/// which of them gets which bytes is not defined.
///
/// @see ByteReader for lines and exact lengths
/// @see ByteWriter for many small pieces
public interface ByteStream extends AutoCloseable {

  /// Waits until there are bytes, and moves as many as are here and have room. Waits for nothing if
  /// some are here already.
  ///
  /// @param into has room for one byte at least
  /// @return how many, at least 1; or -1 if the other end has shut down its output and everything
  ///   was read
  /// @throws IllegalArgumentException if there is no room in the buffer
  /// @throws BrokenStreamException if the stream was broken by a cancelled write
  /// @throws java.nio.channels.ClosedChannelException if this end is closed, also while it waits
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled before a byte was here; the stream stays usable
  int read(ByteBuffer into) throws IOException;

  /// Moves as many bytes as are here and have room. Never waits: to see whether the other end has
  /// said something, or has gone, before it is spoken to.
  ///
  /// @param into has room for one byte at least
  /// @return how many, 0 if none are here yet; or -1 if the other end has shut down its output and
  ///   everything was read
  /// @throws IllegalArgumentException if there is no room in the buffer
  /// @throws BrokenStreamException if the stream was broken by a cancelled write
  /// @throws java.nio.channels.ClosedChannelException if this end is closed
  /// @throws IOException if the connection was reset
  int tryRead(ByteBuffer into) throws IOException;

  /// Moves everything that remains in a buffer, waiting for room as often as it takes.
  ///
  /// That it returns says that the bytes are on their way, not that they have arrived.
  ///
  /// @throws BrokenStreamException if an earlier write was cancelled midway
  /// @throws java.nio.channels.ClosedChannelException if this end is closed, also while it waits
  /// @throws IOException if the connection was reset, or the output was shut down
  /// @throws Cancelled if it was cancelled; the buffer's position says how much was written, and if
  ///   that is anything and not all, the stream is broken
  void write(ByteBuffer from) throws IOException;

  /// Tells the other end that no more bytes will come. Reading goes on. Doing it again does
  /// nothing.
  ///
  /// @throws IOException if the connection was reset
  void shutdownOutput() throws IOException;

  /// Closes this end and resets the connection, so that the other end cannot take what came for
  /// everything: what was written and is still on its way is lost, and the other end's reads and
  /// writes fail (RFC 9293, section 3.10.5). Whoever waits here is woken. For a peer that has
  /// earned no better, or an answer that came to no good end.
  ///
  /// Never waits, never throws [Cancelled], and does nothing if this end is closed. Between Unix
  /// sockets there are no resets, and the other end just reads the end.
  ///
  /// @throws IOException if the system could not close it properly; it is released all the same
  void abort() throws IOException;

  /// Returns the address of this end.
  ///
  /// @throws IOException if this end is closed
  SocketAddress localAddress() throws IOException;

  /// Returns the address of the other end.
  ///
  /// @throws IOException if this end is closed
  SocketAddress remoteAddress() throws IOException;

  /// Closes this end and wakes whoever waits here. The other end reads what was written, then the
  /// end. Never throws [Cancelled], and closing again does nothing.
  ///
  /// @throws IOException if the system could not close it properly; it is released all the same
  @Override
  void close() throws IOException;
}
