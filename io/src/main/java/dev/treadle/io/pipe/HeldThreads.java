package dev.treadle.io.pipe;

import dev.treadle.seam.World;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads for calls that may hold one for ever.
///
/// Not those of `Treadle.blocking`, of which there are 64: so many processes that say nothing would
/// keep everybody from every file. Here are as many as there are such calls; nobody interrupts
/// them, and they end when they have been idle for a while. Virtual threads would hold carriers.
///
/// In a simulation each call has a virtual thread of that simulation.
final class HeldThreads {

  private static final Duration IDLE = Duration.ofSeconds(10);

  /// Enough for a read; a thousand processes have two thousand of these.
  private static final long STACK_BYTES = 256 * 1024;

  private static final ThreadPoolExecutor POOL =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE.toMillis(),
          TimeUnit.MILLISECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform()
              .daemon()
              .inheritInheritableThreadLocals(false)
              .stackSize(STACK_BYTES)
              .name("treadle-pipe-", 1)
              .factory());

  private HeldThreads() {}

  /// Runs a call on a thread of its own. Never waits.
  static void run(String name, Runnable call) {
    var world = World.current();
    if (world.isSimulated()) {
      var _ = world.virtualThreads().name(name).start(call);
    } else {
      POOL.execute(call);
    }
  }

  /// How many threads are in a call.
  static int busy() {
    return POOL.getActiveCount();
  }
}
