package dev.treadle.test;

import dev.treadle.seam.World;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A body on a virtual thread of its own, and the wait for it.
final class TimedBody {

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final String name;
  private final Thread thread;

  // Written by the body's thread at its end, read after the join.
  private @Nullable Throwable failure;

  private TimedBody(String name, TestBody body) {
    this.name = name;
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
  }

  /// Runs a body as [RealTime#within(Duration, TestBody)] does.
  ///
  /// @param name of its thread
  static void run(String name, Duration timeout, TestBody body) throws InterruptedException {
    long limit = RealTime.positiveNanos(timeout);
    var timed = new TimedBody(name, body);
    timed.thread.start();
    timed.await(timeout, limit);
  }

  private void run(TestBody body) {
    try {
      body.run();
    } catch (Throwable thrown) {
      failure = Failures.unwrapped(thrown);
    }
  }

  private void await(Duration timeout, long limit) throws InterruptedException {
    long begin = World.current().nanoTime();
    InterruptedException interruption = null;
    while (true) {
      try {
        long left = limit - (World.current().nanoTime() - begin);
        if (!thread.join(Duration.ofNanos(left))) {
          throw overdue(timeout, interruption);
        }
        break;
      } catch (InterruptedException interrupted) {
        interruption = interrupted;
        thread.interrupt();
      }
    }
    if (interruption != null) {
      attach(failure, interruption);
      throw interruption;
    }
    if (failure != null) {
      throw Sneaky.rethrow(failure);
    }
  }

  private AssertionError overdue(Duration timeout, @Nullable InterruptedException interruption) {
    var stacks = stacks();
    thread.interrupt();
    boolean ended = false;
    boolean interrupted = interruption != null;
    try {
      ended = thread.join(GRACE);
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    var error =
        new AssertionError(
            "expected '%s' to end within %s, but it was still running; %s; all threads at that time:\n%s"
                .formatted(
                    name,
                    timeout,
                    ended
                        ? "it ended when it was interrupted"
                        : "it was interrupted, did not end within %s, and was left behind"
                            .formatted(GRACE),
                    stacks));
    if (ended) {
      attach(failure, error);
    }
    return error;
  }

  private String stacks() {
    try {
      return ThreadDump.take().write(thread, Thread.currentThread());
    } catch (UncheckedIOException e) {
      return "  none, since " + e.getMessage();
    }
  }

  private static void attach(@Nullable Throwable failure, Throwable to) {
    if (failure != null && failure != to) {
      to.addSuppressed(failure);
    }
  }
}
