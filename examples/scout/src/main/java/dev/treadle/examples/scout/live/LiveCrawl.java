package dev.treadle.examples.scout.live;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.examples.scout.Crawl;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A crawl of the live page.
final class LiveCrawl {

  private static final System.Logger LOG = System.getLogger(LiveCrawl.class.getPackageName());

  private static final Duration PERIOD = Duration.ofMillis(250);

  private final int id;
  private final Crawl crawl;
  private final History history = new History(PERIOD);
  private volatile @Nullable String problem;
  private volatile boolean over;

  LiveCrawl(int id, Crawl crawl) {
    this.id = id;
    this.crawl = crawl;
  }

  /// Crawls, in the task that it belongs to.
  void run() {
    try {
      TaskGroup.run(tasks -> {
        tasks.startDaemon("history", this::remember);
        crawl.run();
      });
    } catch (RuntimeException failure) {
      LOG.log(Level.ERROR, crawl.name() + " failed", failure);
      problem = String.valueOf(failure.getMessage());
    } finally {
      history.end(History.Point.of(crawl.snapshot()));
      over = true;
    }
  }

  private void remember() {
    while (true) {
      history.add(History.Point.of(crawl.snapshot()));
      Treadle.sleep(PERIOD);
    }
  }

  int id() {
    return id;
  }

  Crawl crawl() {
    return crawl;
  }

  History history() {
    return history;
  }

  /// Returns whether it has ended: what it tells does not change any more.
  boolean isOver() {
    return over;
  }

  /// Returns why it could not go on, if something unforeseen has happened.
  @Nullable String problem() {
    return problem;
  }
}
