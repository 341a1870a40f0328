package dev.treadle;

import dev.treadle.seam.World;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Delivers interrupts, on threads of its own.
///
/// `Thread.interrupt()` may not return for as long as the interrupted thread stays inside
/// `FileChannel.read`. So neither a timer nor a canceller calls it, and when one interrupter is
/// held up another one takes over.
///
/// In a simulation it interrupts on the spot: there no thread is ever inside such a call.
abstract sealed class Interrupters {

  private static final Interrupters REAL = new OnThreads();
  private static final Interrupters SIMULATED = new OnTheSpot();

  private static final long FIRST_REPEAT = Duration.ofSeconds(1).toNanos();
  private static final long LAST_REPEAT = Duration.ofSeconds(30).toNanos();

  static Interrupters of(World world) {
    return world.isSimulated() ? SIMULATED : REAL;
  }

  /// Interrupts the thread of a strand whose wake word is in `FIRING`.
  void interrupt(Strand strand) {
    deliver(strand, FIRST_REPEAT);
  }

  /// Interrupts again, later, if this word is the strand's still: somebody caught the
  /// `InterruptedException` and went on.
  final void repeatLater(Strand strand, int sent) {
    repeatIn(strand, sent, FIRST_REPEAT);
  }

  /// Interrupts the calling thread, whose strand's wake word is in `FIRING`.
  final void interruptNow(Strand strand) {
    interruptNow(strand, FIRST_REPEAT);
  }

  abstract void deliver(Strand strand, long repeatNanos);

  private void repeatIn(Strand strand, int sent, long nanos) {
    var _ =
        strand
            .world()
            .schedule(
                nanos,
                () -> {
                  if (strand.claimRepeat(sent)) {
                    Lints.ignoresInterrupts(strand, nanos);
                    deliver(strand, Math.min(nanos * 2, LAST_REPEAT));
                  }
                });
  }

  final void interruptNow(Strand strand, long repeatNanos) {
    repeatIn(strand, strand.interruptNow(), repeatNanos);
  }

  private static final class OnTheSpot extends Interrupters {

    @Override
    void deliver(Strand strand, long repeatNanos) {
      interruptNow(strand, repeatNanos);
    }
  }

  private static final class OnThreads extends Interrupters {

    private static final long PATIENCE = Duration.ofMillis(5).toNanos();

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean watched = new AtomicBoolean();

    @Override
    void deliver(Strand strand, long repeatNanos) {
      queue.add(() -> interruptNow(strand, repeatNanos));
      if (threads.compareAndSet(0, 1)) {
        startThread();
      } else if (idle.get() == 0) {
        watch();
      }
    }

    private void watch() {
      if (watched.compareAndSet(false, true)) {
        long before = taken.get();
        var _ = World.current().schedule(PATIENCE, () -> relieve(before));
      }
    }

    // A queue that nobody took from in all this time belongs to threads that are held up.
    private void relieve(long takenBefore) {
      watched.set(false);
      if (queue.isEmpty()) {
        return;
      }
      if (taken.get() == takenBefore && idle.get() == 0) {
        threads.incrementAndGet();
        startThread();
      }
      watch();
    }

    private void startThread() {
      Thread.ofPlatform().name("treadle-interrupter").daemon().start(this::serve);
    }

    private void serve() {
      while (true) {
        idle.incrementAndGet();
        try {
          var next = take();
          taken.incrementAndGet();
          // One idle thread seemed enough to everybody who came before this.
          if (idle.decrementAndGet() == 0 && !queue.isEmpty()) {
            watch();
          }
          next.run();
        } catch (RuntimeException | Error failure) {
          var thread = Thread.currentThread();
          thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
      }
    }

    private Runnable take() {
      while (true) {
        try {
          return queue.take();
        } catch (InterruptedException e) {
          // Nobody has business interrupting this thread; it has nothing else to do.
        }
      }
    }
  }
}
