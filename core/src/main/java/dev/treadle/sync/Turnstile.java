package dev.treadle.sync;

import dev.treadle.Cancelled;
import dev.treadle.seam.World;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where those stand in line who want permits of a [RateLimiter], in one world.
///
/// Whoever is first in the line has the timer; nobody else needs one. It takes the lock, which is
/// held for a moment only, because nothing inside waits.
final class Turnstile implements Runnable {

  private static final class Request extends Row.Seat<Request> {
    final int permits;

    Request(RateLimiter limiter, int permits) {
      super(limiter);
      this.permits = permits;
    }
  }

  final World world;

  private final RateLimiter limiter;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest.
  private final Rate rate;

  private final Row<Request> waiting = new Row<>();

  /// Goes off when the first in the line can be served; there is one if anybody waits.
  private World.@Nullable Timer timer;

  Turnstile(RateLimiter limiter, Rate rate, World world) {
    this.limiter = limiter;
    this.rate = rate;
    this.world = world;
  }

  int most() {
    return rate.most(); // never changes
  }

  void acquire(int permits) {
    var request = new Request(limiter, permits);
    if (takesOrJoins(request)) {
      return;
    }
    try {
      request.await();
    } catch (Cancelled cancelled) {
      leave(request);
      throw cancelled;
    }
  }

  private boolean takesOrJoins(Request request) {
    lock.lock();
    try {
      if (takes(request.permits)) {
        return true;
      }
      waiting.add(request);
      if (waiting.size() == 1) {
        serve();
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  boolean tryAcquire(int permits) {
    lock.lock();
    try {
      return takes(permits);
    } finally {
      lock.unlock();
    }
  }

  /// Takes permits, unless they are not there or somebody was here before.
  private boolean takes(int permits) {
    long now = world.nanoTime();
    if (!waiting.isEmpty() || rate.nanosUntil(now, permits) > 0) {
      return false;
    }
    rate.take(now, permits);
    return true;
  }

  private void leave(Request request) {
    lock.lock();
    try {
      boolean wasFirst = waiting.first() == request;
      waiting.remove(request);
      if (wasFirst) {
        serve(); // the next may need fewer permits
      }
    } finally {
      lock.unlock();
    }
  }

  /// Called by the timer.
  @Override
  public void run() {
    lock.lock();
    try {
      serve();
    } finally {
      lock.unlock();
    }
  }

  /// Serves whoever can be served now, and sees to it that the next one will be. Under the lock.
  private void serve() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    long now = world.nanoTime();
    for (var first = waiting.first(); first != null; first = waiting.first()) {
      long nanos = rate.nanosUntil(now, first.permits);
      if (nanos > 0) {
        timer = world.schedule(nanos, this);
        return;
      }
      waiting.remove(first);
      if (first.wake(null)) {
        rate.take(now, first.permits);
      }
    }
  }

  long nanosUntilNext() {
    lock.lock();
    try {
      return rate.nanosUntil(world.nanoTime(), 1);
    } finally {
      lock.unlock();
    }
  }

  RateLimiter.Statistics statistics() {
    lock.lock();
    try {
      int available = waiting.isEmpty() ? rate.available(world.nanoTime()) : 0;
      return new RateLimiter.Statistics(available, waiting.size());
    } finally {
      lock.unlock();
    }
  }
}
