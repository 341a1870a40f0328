package dev.treadle.sync;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The mutex of one key, in the map for as long as somebody holds it, waits for it or is about to.
final class KeyLine<K> extends MutexLine {

  final Mutex mutex = new Mutex(this);

  private final String owner;
  private final K key;
  private final ConcurrentHashMap<K, KeyLine<K>> lines;

  /// How many use it, whoever made it included; once that is 0 it is never used again.
  private final AtomicInteger users = new AtomicInteger(1);

  KeyLine(String owner, K key, boolean strict, ConcurrentHashMap<K, KeyLine<K>> lines) {
    super(null, strict);
    this.owner = owner;
    this.key = key;
    this.lines = lines;
  }

  /// Counts one more user, unless the last has gone.
  boolean enter() {
    int before;
    do {
      before = users.get();
      if (before == 0) {
        return false;
      }
    } while (!users.compareAndSet(before, before + 1));
    return true;
  }

  /// One user less.
  void exit() {
    if (users.decrementAndGet() == 0) {
      lines.remove(key, this);
    }
  }

  @Override
  boolean release(long ticket) {
    if (!super.release(ticket)) {
      return false;
    }
    exit();
    return true;
  }

  @Override
  public String toString() {
    return owner + " for '" + key + "'";
  }
}
