package dev.treadle.channel;

import java.util.concurrent.atomic.AtomicInteger;

/// How many ends of one side of a channel are open.
final class Ends {

  private final AtomicInteger open = new AtomicInteger();

  /// One more, from whatever there is.
  void opened() {
    open.incrementAndGet();
  }

  /// One less. Returns whether it was the last.
  boolean closed() {
    return open.decrementAndGet() == 0;
  }

  /// One more, if there is one: who has an open end may share it, but the last may be closed at the
  /// same time by somebody else.
  boolean shared() {
    int before = open.get();
    while (before > 0) {
      int seen = open.compareAndExchange(before, before + 1);
      if (seen == before) {
        return true;
      }
      before = seen;
    }
    return false;
  }
}
