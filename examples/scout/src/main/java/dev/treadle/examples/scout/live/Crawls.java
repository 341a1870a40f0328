package dev.treadle.examples.scout.live;

import dev.treadle.TaskGroup;
import dev.treadle.examples.scout.Crawl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/// The crawls of the live page: those that run, and the last of those that have ended.
final class Crawls {

  static final int MOST_AT_ONCE = 4;
  static final int KEPT = 20;

  private final TaskGroup tasks;
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedMap<Integer, LiveCrawl> byId =
      new LinkedHashMap<>(); // guarded by the lock
  private int last; // guarded by the lock

  /// @param tasks where they run: the failure of one should leave the others alone
  Crawls(TaskGroup tasks) {
    this.tasks = tasks;
  }

  /// Starts a crawl, unless there are too many.
  Optional<LiveCrawl> start(Order order) {
    lock.lock();
    try {
      if (byId.values().stream().filter(crawl -> !crawl.isOver()).count() >= MOST_AT_ONCE) {
        return Optional.empty();
      }
      last++;
      var crawl = Crawl.of("crawl " + last, List.of(order.seed()), order.settings());
      var live = new LiveCrawl(last, crawl);
      byId.put(last, live);
      forget();
      // A daemon: when nobody serves the page any more, nobody wants to know.
      var _ = tasks.startDaemon("run " + last, live::run);
      return Optional.of(live);
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    while (byId.size() > KEPT) {
      var oldest = byId.values().stream().filter(LiveCrawl::isOver).findFirst().orElseThrow();
      byId.remove(oldest.id());
    }
  }

  Optional<LiveCrawl> find(int id) {
    lock.lock();
    try {
      return Optional.ofNullable(byId.get(id));
    } finally {
      lock.unlock();
    }
  }

  /// Returns all of them, the newest first.
  List<LiveCrawl> all() {
    lock.lock();
    try {
      return List.copyOf(byId.sequencedValues().reversed());
    } finally {
      lock.unlock();
    }
  }
}
