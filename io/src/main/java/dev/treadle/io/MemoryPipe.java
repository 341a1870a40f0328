package dev.treadle.io;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// One direction of a [MemoryStream]: a ring of bytes with those who wait at its ends.
///
/// Who is woken gets nothing handed but looks for itself, so a wait that is cancelled had nothing.
final class MemoryPipe {

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, as everything below.
  private final byte[] ring;

  private int first;
  private int size;

  /// No more bytes will come.
  private boolean ended;

  private boolean writerClosed;
  private boolean readerClosed;

  /// What is here is lost, and the other end is to know.
  private boolean aborted;

  private List<Waiter<Boolean>> readers = new ArrayList<>(1);
  private List<Waiter<Boolean>> writers = new ArrayList<>(1);

  MemoryPipe(String name, int capacity) {
    this.name = name;
    this.ring = new byte[capacity];
  }

  /// Waits for a byte; returns how many were moved, or -1 at the end.
  int read(ByteBuffer into) throws IOException {
    while (true) {
      Waiter<Boolean> reader = null;
      List<Waiter<Boolean>> called = List.of();
      int read;
      lock.lock();
      try {
        read = take(into);
        if (read == 0) {
          reader = new Waiter<>("bytes of " + name);
          readers.add(reader);
        } else if (read > 0) {
          called = writers;
          writers = new ArrayList<>(1);
        }
      } finally {
        lock.unlock();
      }
      if (reader == null) {
        wake(called);
        return read;
      }
      await(reader, true);
    }
  }

  /// Returns how many bytes were moved, 0 if none are here yet, -1 at the end.
  int tryRead(ByteBuffer into) throws IOException {
    List<Waiter<Boolean>> called = List.of();
    int read;
    lock.lock();
    try {
      read = take(into);
      if (read > 0) {
        called = writers;
        writers = new ArrayList<>(1);
      }
    } finally {
      lock.unlock();
    }
    wake(called);
    return read;
  }

  /// Returns how many bytes were moved, 0 if none are here yet, -1 at the end.
  private int take(ByteBuffer into) throws IOException {
    if (readerClosed) {
      throw new ClosedStreamException();
    }
    requireWhole();
    if (size == 0) {
      return ended ? -1 : 0;
    }
    int count = Math.min(size, into.remaining());
    int straight = Math.min(count, ring.length - first);
    into.put(ring, first, straight);
    into.put(ring, 0, count - straight);
    first = (first + count) % ring.length;
    size -= count;
    return count;
  }

  /// Moves what has room, and waits for room if there was none. The buffer's position says what was
  /// moved.
  void write(ByteBuffer from) throws IOException {
    Waiter<Boolean> writer = null;
    List<Waiter<Boolean>> called = List.of();
    lock.lock();
    try {
      requireReader();
      if (put(from) > 0) {
        called = readers;
        readers = new ArrayList<>(1);
      } else if (from.hasRemaining()) {
        writer = new Waiter<>("room in " + name);
        writers.add(writer);
      }
    } finally {
      lock.unlock();
    }
    wake(called);
    if (writer != null) {
      await(writer, false);
    }
  }

  private void requireReader() throws IOException {
    if (writerClosed) {
      throw new ClosedStreamException();
    }
    requireWhole();
    if (ended) {
      throw new IOException("the output was shut down: nothing can be written any more");
    }
    if (readerClosed) {
      throw new IOException("the other end is closed: nobody will read what is written");
    }
  }

  private void requireWhole() throws IOException {
    if (aborted) {
      throw new IOException("connection reset: the other end of " + name + " was aborted");
    }
  }

  private int put(ByteBuffer from) {
    int count = Math.min(ring.length - size, from.remaining());
    int start = (first + size) % ring.length;
    int straight = Math.min(count, ring.length - start);
    from.get(ring, start, straight);
    from.get(ring, 0, count - straight);
    size += count;
    return count;
  }

  private void await(Waiter<Boolean> waiter, boolean reading) {
    try {
      waiter.await();
    } catch (Cancelled cancelled) {
      leave(waiter, reading);
      throw cancelled;
    }
  }

  private void leave(Waiter<Boolean> waiter, boolean reading) {
    lock.lock();
    try {
      (reading ? readers : writers).remove(waiter);
    } finally {
      lock.unlock();
    }
  }

  /// No more bytes will come; those that are here can still be read.
  void end() throws IOException {
    List<Waiter<Boolean>> called;
    lock.lock();
    try {
      if (writerClosed) {
        throw new ClosedStreamException();
      }
      ended = true;
      called = everybody();
    } finally {
      lock.unlock();
    }
    wake(called);
  }

  /// The end that writes is closed.
  ///
  /// @param aborting whether what is on its way is lost
  void closeWriter(boolean aborting) {
    List<Waiter<Boolean>> called;
    lock.lock();
    try {
      aborted |= aborting && !writerClosed;
      writerClosed = true;
      ended = true;
      called = everybody();
    } finally {
      lock.unlock();
    }
    wake(called);
  }

  /// The end that reads is closed.
  ///
  /// @param aborting whether the other end is to know that its connection was reset
  void closeReader(boolean aborting) {
    List<Waiter<Boolean>> called;
    lock.lock();
    try {
      aborted |= aborting && !readerClosed;
      readerClosed = true;
      called = everybody();
    } finally {
      lock.unlock();
    }
    wake(called);
  }

  /// Returns how many wait here.
  int waiting() {
    lock.lock();
    try {
      return readers.size() + writers.size();
    } finally {
      lock.unlock();
    }
  }

  private List<Waiter<Boolean>> everybody() {
    var everybody = new ArrayList<>(readers);
    everybody.addAll(writers);
    readers.clear();
    writers.clear();
    return everybody;
  }

  private static void wake(List<Waiter<Boolean>> called) {
    for (var waiter : called) {
      waiter.wake(true);
    }
  }
}
