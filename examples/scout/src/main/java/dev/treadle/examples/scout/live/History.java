package dev.treadle.examples.scout.live;

import dev.treadle.examples.scout.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// How far a crawl had come at times since it began, for whoever looks later.
///
/// It remembers the whole crawl in a bounded number of points: when there are too many, every other
/// one is forgotten, and new ones are taken half as often.
final class History {

  /// How far a crawl had come.
  ///
  /// @param elapsed since it began
  /// @param done addresses that were done with
  /// @param bytes of content that were read
  record Point(Duration elapsed, int done, long bytes) {

    static Point of(Snapshot snapshot) {
      return new Point(snapshot.elapsed(), snapshot.counters().done(), snapshot.counters().bytes());
    }
  }

  /// Points as they were at one moment.
  ///
  /// @param thinned how often every other point was forgotten
  /// @param points the oldest first
  record View(int thinned, List<Point> points) {}

  private static final int MOST = 480;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Point> points =
      new ArrayList<>(List.of(new Point(Duration.ZERO, 0, 0))); // guarded by the lock
  private Duration period; // guarded by the lock
  private int thinned; // guarded by the lock

  History(Duration period) {
    this.period = period;
  }

  /// Remembers a point, unless the last one was not long ago.
  void add(Point point) {
    lock.lock();
    try {
      if (point.elapsed().compareTo(points.getLast().elapsed().plus(period)) >= 0) {
        points.add(point);
        if (points.size() > MOST) {
          thin();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Remembers the last point.
  void end(Point point) {
    lock.lock();
    try {
      if (point.elapsed().compareTo(points.getLast().elapsed()) > 0) {
        points.add(point);
      }
    } finally {
      lock.unlock();
    }
  }

  private void thin() {
    var kept = new ArrayList<Point>();
    for (int i = 0; i < points.size(); i += 2) {
      kept.add(points.get(i));
    }
    points.clear();
    points.addAll(kept);
    period = period.multipliedBy(2);
    thinned++;
  }

  View view() {
    lock.lock();
    try {
      return new View(thinned, List.copyOf(points));
    } finally {
      lock.unlock();
    }
  }
}
