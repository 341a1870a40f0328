package dev.treadle.http.websocket;

import java.util.concurrent.atomic.AtomicLong;

/// Counts what one thread at a time does, for anybody to read.
final class Counter {

  private final AtomicLong count = new AtomicLong();

  void add(long more) {
    count.setOpaque(count.getPlain() + more);
  }

  long get() {
    return count.getOpaque();
  }
}
