package dev.treadle.test;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes sure, once in a JVM, that threads started by a simulated thread are simulated too.
///
/// JDK 25 lets a virtual thread inherit its parent's scheduler. Where another scheduler has been
/// put in charge of the JVM, that may not hold, and half a simulation would be worse than none.
final class InheritanceProbe {

  private static boolean passed;

  private InheritanceProbe() {}

  /// @throws UnsupportedOperationException if the scheduler is not inherited
  static synchronized void check() {
    if (passed) {
      return;
    }
    var steps = new ArrayDeque<Runnable>();
    Executor own = steps::add;
    var child = new AtomicReference<@Nullable Thread>();
    var parent =
        JdkInternals.virtualThreads(own)
            .unstarted(() -> child.set(Thread.ofVirtual().unstarted(() -> {})));
    var carrier =
        Thread.ofPlatform()
            .name("treadle-probe")
            .start(() -> {
              parent.start();
              while (!steps.isEmpty()) {
                steps.remove().run();
              }
            });
    join(carrier);
    var born = child.get();
    require(own, born == null ? null : JdkInternals.scheduler(born));
    passed = true;
  }

  static void require(Executor expected, @Nullable Executor actual) {
    if (actual != expected) {
      throw new UnsupportedOperationException(
          "threads that a simulated thread starts are not simulated on this JVM (%s): they run under %s; another scheduler of virtual threads seems to be in charge: run the tests without it, or use @TreadleTest(realTime = true)"
              .formatted(Runtime.version(), actual == null ? "none" : actual.getClass().getName()));
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
