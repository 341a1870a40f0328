package dev.treadle.benchmarks.simulation;

import java.util.concurrent.ThreadFactory;

/// Starts threads and awaits them: the frame of every scenario.
final class Threads {

  /// Platform threads. Lincheck 3.7 fails on those of a builder's factory or a `Thread::new`.
  static final ThreadFactory PLATFORM =
      new ThreadFactory() {
        @Override
        public Thread newThread(Runnable body) {
          return new Thread(body);
        }
      };

  private Threads() {}

  /// @throws InterruptedException if the calling thread is interrupted meanwhile
  static void runAll(ThreadFactory threads, Runnable... bodies) throws InterruptedException {
    var started = new Thread[bodies.length];
    for (int i = 0; i < bodies.length; i++) {
      started[i] = threads.newThread(bodies[i]);
      started[i].start();
    }
    for (var thread : started) {
      thread.join();
    }
  }
}
