package dev.treadle;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// What tests let tasks do.
final class Work {

  private Work() {}

  /// Waits until cancelled.
  static void forEver() {
    Treadle.sleep(Durations.FOREVER);
  }

  /// Waits in a call of the JDK until cancelled.
  static void rawForEver() throws InterruptedException {
    Thread.sleep(Duration.ofDays(1000));
  }

  /// Counts its end, however it is.
  static void cleaningUp(AtomicInteger ended, Action<?> body) throws Exception {
    try {
      body.run();
    } finally {
      ended.incrementAndGet();
    }
  }

  static void fail(String message) throws IOException {
    throw new IOException(message);
  }

  static void seconds(int seconds) {
    Treadle.sleep(Duration.ofSeconds(seconds));
  }

  /// Waits until cancelled, then fails all the same.
  static void failWhenCancelled(String message) throws IOException {
    try {
      forEver();
    } finally {
      fail(message);
    }
  }
}
