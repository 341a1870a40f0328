package dev.treadle.channel;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A buffer that is never full: it grows, or the oldest element makes room for the newest.
final class Shelf<T> implements Buffer<T> {

  static final int UNLIMITED = Integer.MAX_VALUE;

  /// An empty deque that once held more is given up: it would keep its size for ever.
  private static final int WORTH_KEEPING = 1024;

  private final int limit;
  private final BufferedChannel<T> channel;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock, as is the rest.
  private ArrayDeque<T> elements = new ArrayDeque<>();
  private int peak;
  private boolean closed;
  private boolean awaited;
  private long put;

  /// @param limit from how many elements on the oldest makes room
  Shelf(int limit, BufferedChannel<T> channel) {
    this.limit = limit;
    this.channel = channel;
  }

  @Override
  public Offered offer(T element) {
    T displaced = null;
    boolean told;
    lock.lock();
    try {
      if (closed) {
        return Offered.CLOSED;
      }
      if (elements.size() == limit) {
        displaced = elements.poll();
      }
      elements.add(element);
      peak = Math.max(peak, elements.size());
      put++;
      told = awaited;
    } finally {
      lock.unlock();
    }
    if (told) {
      channel.careForReceivers();
    }
    if (displaced != null) {
      channel.undelivered(displaced);
    }
    return Offered.IN;
  }

  @Override
  public @Nullable T poll() {
    lock.lock();
    try {
      var element = elements.poll();
      if (elements.isEmpty() && peak > WORTH_KEEPING) {
        elements = new ArrayDeque<>();
        peak = 0;
      }
      return element;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitElement() {
    lock.lock();
    try {
      if (closed || !elements.isEmpty()) {
        return false;
      }
      awaited = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void unawaitElement() {
    lock.lock();
    try {
      awaited = false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitRoom() {
    return false;
  }

  @Override
  public void unawaitRoom() {}

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isDrained() {
    lock.lock();
    try {
      return closed && elements.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long put() {
    lock.lock();
    try {
      return put;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long taken() {
    lock.lock();
    try {
      return put - elements.size();
    } finally {
      lock.unlock();
    }
  }
}
