package dev.treadle.test;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Waits until the JDK's `VirtualThread-unblocker` has handled all that was handed to it before.
///
/// Two threads in turn are made to wait for a monitor and released. The unblocker takes its work in
/// batches, so when the second one runs, the batch that came before the first is done.
final class UnblockerBarrier {

  private static final ExecutorService CARRIER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("treadle-unblocker-barrier").daemon().factory());
  private static final Thread.Builder.OfVirtual SENTINELS = JdkInternals.virtualThreads(CARRIER);

  private UnblockerBarrier() {}

  static synchronized void await() {
    passOne();
    passOne();
  }

  private static void passOne() {
    var monitor = new Object();
    Thread sentinel;
    synchronized (monitor) {
      sentinel = SENTINELS.start(() -> enter(monitor));
      while (JdkInternals.state(sentinel) != JdkInternals.BLOCKED) {
        Thread.onSpinWait();
      }
    }
    while (sentinel.isAlive()) {
      Thread.onSpinWait();
    }
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      monitor.notifyAll(); // nobody waits; an empty block could be compiled away
    }
  }
}
