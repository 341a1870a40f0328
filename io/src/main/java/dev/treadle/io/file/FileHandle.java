package dev.treadle.io.file;

import dev.treadle.Cancelled;
import dev.treadle.io.BrokenStreamException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/// An open file.
///
/// {@snippet class=dev.treadle.io.file.FilesSnippets region=handle lang=java}
///
/// **Threads.** Nothing here holds a carrier thread. A regular file is read and written on the
/// threads of `Treadle.blocking`. A fifo or a device, which may say nothing for ever, has a thread
/// of its own while it is waited for, so that many of them keep nobody from files.
///
/// **Cancellation.** `java.nio` closes a file channel whose thread is interrupted, and interrupting
/// a virtual thread in a read of it can hold up whoever interrupts. So these threads are never
/// interrupted, and a cancelled operation leaves the file open and usable:
///
/// - On a *regular file* an operation that the disk has begun is awaited: milliseconds, unless the
///   disk is a network that hangs. A long write is made in pieces of 1 MiB and ends between two of
///   them; the buffer's position says how much was written.
/// - On a *fifo or device* the caller leaves at once. A read goes on, and what it brings waits for
///   the next read: no byte is lost. [#close()] ends it and releases its thread. A write that is
///   cancelled after some of its bytes were accepted breaks the stream.
///
/// Positioned operations may run at the same time; of sequential ones, one at a time.
///
/// @see Files#open(Path, OpenOption...)
public sealed interface FileHandle extends AutoCloseable permits RegularFile, PipeFile {

  /// Reads from the current position on, once: as many bytes as the system gives, at most 1 MiB.
  ///
  /// @param into has room for one byte at least
  /// @return how many, at least 1; or -1 at the end of the file
  /// @throws IllegalArgumentException if there is no room in the buffer
  /// @throws ClosedChannelException if the file is closed
  /// @throws java.nio.channels.NonReadableChannelException if it was not opened for reading
  /// @throws Cancelled if it was cancelled before a byte was here; no byte is lost
  int read(ByteBuffer into) throws IOException;

  /// Reads from a position on, once, and leaves the current position alone.
  ///
  /// @param position in bytes from the beginning, zero or more
  /// @return how many, at least 1; or -1 if the file is not longer
  /// @throws IllegalArgumentException if the position is negative, or there is no room
  /// @throws IOException also if the file has no positions: a fifo or a device
  /// @throws Cancelled if it was cancelled before it had begun
  int readAt(ByteBuffer into, long position) throws IOException;

  /// Reads from the current position to the end.
  ///
  /// @throws IOException also if there are more than 2,147,483,639 bytes
  /// @throws Cancelled if it was cancelled; what was read until then is lost
  byte[] readAll() throws IOException;

  /// Writes everything that remains in a buffer at the current position; at the end, if the file
  /// was opened with [java.nio.file.StandardOpenOption#APPEND].
  ///
  /// @throws ClosedChannelException if the file is closed
  /// @throws java.nio.channels.NonWritableChannelException if it was not opened for writing
  /// @throws BrokenStreamException if it is a fifo or device, and an earlier write was cancelled
  ///   midway
  /// @throws Cancelled if it was cancelled; the buffer's position says how much was written
  void write(ByteBuffer from) throws IOException;

  /// Writes everything that remains in a buffer at a position, and leaves the current one alone.
  ///
  /// @param position in bytes from the beginning, zero or more; may be behind the end
  /// @throws IllegalArgumentException if the position is negative
  /// @throws IOException also if the file has no positions: a fifo or a device
  /// @throws Cancelled if it was cancelled; the buffer's position says how much was written
  void writeAt(ByteBuffer from, long position) throws IOException;

  /// Returns the current position in bytes from the beginning.
  ///
  /// @throws IOException also if the file has no positions
  long position() throws IOException;

  /// Moves the current position.
  ///
  /// @param position zero or more; may be behind the end
  /// @throws IllegalArgumentException if it is negative
  /// @throws IOException also if the file has no positions
  void position(long position) throws IOException;

  /// Returns how long the file is, in bytes.
  ///
  /// @throws IOException also if the file has no positions
  long size() throws IOException;

  /// Cuts the file off; one that is shorter stays as it is.
  ///
  /// @param size in bytes, zero or more
  /// @throws IllegalArgumentException if it is negative
  /// @throws IOException also if the file has no positions
  void truncate(long size) throws IOException;

  /// Waits until everything written is on the disk, the file's attributes included.
  void force() throws IOException;

  /// Returns the path by which it was opened.
  Path path();

  /// Closes the file. Who waits in a read of a fifo gets a [ClosedChannelException]. What a fifo or
  /// device has accepted is waited for, five seconds at most, in a cancelled task 100 ms; what is
  /// not written by then is lost. Never throws [Cancelled], and closing again does nothing.
  ///
  /// @throws IOException if the system said at last that something was not written
  @Override
  void close() throws IOException;
}
