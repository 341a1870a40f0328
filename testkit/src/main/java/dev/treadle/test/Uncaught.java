package dev.treadle.test;

import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/// Collects what simulated threads die of, unless they have a handler of their own.
final class Uncaught implements UncaughtExceptionHandler {

  private static boolean installed;

  private final @Nullable UncaughtExceptionHandler next;

  private Uncaught(@Nullable UncaughtExceptionHandler next) {
    this.next = next;
  }

  /// Puts the collector before the JVM's default handler, once.
  static synchronized void install() {
    if (!installed) {
      installed = true;
      Thread.setDefaultUncaughtExceptionHandler(
          new Uncaught(Thread.getDefaultUncaughtExceptionHandler()));
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    var simulator = Port.simulatorOf(thread);
    if (simulator != null) {
      simulator.addUncaught(failure);
    } else if (next != null) {
      next.uncaughtException(thread, failure);
    } else {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      failure.printStackTrace();
    }
  }
}
