package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import java.time.Duration;
import org.jetbrains.lincheck.Lincheck;

/// Lincheck's invocations a second for [FourTasks].
///
/// On platform threads, and without the three sleeps, as Lincheck has no virtual time: less work
/// than Treadle's side does. On the other hand Lincheck switches at every shared access, which
/// Treadle does only where race points are on: more interleavings than this scenario needs.
final class LincheckRate {

  private static final int TASKS = 3;
  private static final int WARMUP = 50;
  private static final int MILLIS_PER_INVOCATION = 5;

  private LincheckRate() {}

  public static void main(String[] words) {
    // The first call instruments classes; each later one has a few tenths of a second of its own,
    // so one large call is measured.
    run(WARMUP);
    int batch = (int) Measuring.ordered().time().toMillis() / MILLIS_PER_INVOCATION + 1;
    long start = System.nanoTime();
    long done = run(batch);
    Measuring.report(done * 1e9 / (System.nanoTime() - start));
  }

  private static long run(int invocations) {
    long before = nextThreadId();
    Lincheck.runConcurrentTest(invocations, LincheckRate::once);
    // Statics are put back before every invocation, so that these cannot count themselves.
    return (nextThreadId() - before) / TASKS;
  }

  private static void once() {
    try {
      new FourTasks(Duration.ZERO).run(Threads.PLATFORM);
    } catch (InterruptedException unexpected) {
      throw new AssertionError("expected no interrupt, got one", unexpected);
    }
  }

  private static long nextThreadId() {
    return Thread.ofPlatform().unstarted(() -> {}).threadId();
  }
}
