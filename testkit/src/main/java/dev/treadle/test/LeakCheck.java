package dev.treadle.test;

import dev.treadle.seam.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Fails if threads or file descriptors are left over that were not there at its beginning.
///
/// {@snippet class=dev.treadle.test.RealTimeSnippets region=leaks lang=java}
///
/// It looks at the whole JVM: platform and virtual threads, and all open files, sockets and pipes,
/// so nothing else may run in the JVM at the same time, simulations excepted: their threads are not
/// counted, but the files that a test opens in one that is not hermetic are. What is about to end
/// or close has two seconds for it. Not counted is what the JVM and its tools start and open for
/// themselves: idle workers of the common pool, carriers and pollers of virtual threads, jars,
/// sources of randomness. Descriptors are listed on Linux, counted on other Unix systems, and left
/// out on Windows.
///
/// A [Simulation] and a [TreadleTest] have a check of their own. A check is for one thread.
public final class LeakCheck implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long LONGEST_PAUSE_MILLIS = 100;
  private static final int LINES = 20;

  private final Duration patience;
  private final Set<Long> threads;
  private final Descriptors descriptors;

  private LeakCheck(Duration patience, Set<Long> threads, Descriptors descriptors) {
    this.patience = patience;
    this.threads = threads;
    this.descriptors = descriptors;
  }

  /// Begins a check: what is there now may stay.
  ///
  /// @throws IllegalStateException inside a simulation
  public static LeakCheck begin() {
    return begin(PATIENCE);
  }

  /// Begins a check that gives threads and descriptors so long to end; otherwise as [#begin()].
  ///
  /// @param patience zero or more
  /// @throws IllegalArgumentException if the patience is negative
  public static LeakCheck begin(Duration patience) {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience must not be negative, got " + patience);
    }
    if (World.current().isSimulated()) {
      throw new IllegalStateException(
          "a leak check looks at the real JVM, but this thread is inside a simulation,"
              + " which reports what is left over by itself: leave out the check");
    }
    FirstSocketUse.ensure();
    // Threads before descriptors: to take a dump opens some of the JVM's own.
    var threads =
        ThreadDump.take().threads().stream().map(DumpedThread::id).collect(Collectors.toSet());
    return new LeakCheck(patience, threads, Descriptors.now());
  }

  /// Looks for what is left over, and waits for it to go.
  ///
  /// An interrupt ends the wait but not the check, and is still there afterwards.
  ///
  /// @throws AssertionError if something stays; the message tells threads with their stacks and
  ///   what the descriptors point to
  @Override
  public void close() {
    long limit = TimeUnit.NANOSECONDS.convert(patience);
    long begin = World.current().nanoTime();
    long pause = 1;
    while (true) {
      var leftThreads = leftThreads();
      var leftDescriptors = Descriptors.now().since(descriptors);
      if (leftThreads.isEmpty() && leftDescriptors.isEmpty()) {
        return;
      }
      if (World.current().nanoTime() - begin >= limit || !sleep(pause)) {
        throw new AssertionError(write(leftThreads, leftDescriptors));
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private List<DumpedThread> leftThreads() {
    var left =
        ThreadDump.take().threads().stream()
            .filter(thread -> !threads.contains(thread.id()) && !isSelf(thread))
            .filter(thread -> !Infrastructure.isThread(thread))
            .toList();
    return left.isEmpty() || !Carrier.wasUsed() ? left : withoutSimulated(left);
  }

  /// Leaves out threads of simulations, which other tests may run at the same time. A dump does not
  /// tell them from others; the JVM does, but only while they live, so those that have ended since
  /// the dump are left out as well.
  private static List<DumpedThread> withoutSimulated(List<DumpedThread> left) {
    var real =
        JdkInternals.virtualThreads().stream()
            .filter(thread -> Port.simulatorOf(thread) == null)
            .map(Thread::threadId)
            .collect(Collectors.toSet());
    return left.stream().filter(thread -> !thread.virtual() || real.contains(thread.id())).toList();
  }

  private static boolean isSelf(DumpedThread thread) {
    return thread.id() == Thread.currentThread().threadId();
  }

  private static boolean sleep(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String write(List<DumpedThread> leftThreads, List<String> leftDescriptors) {
    var lines = new ArrayList<String>();
    lines.add(
        "leak: %d thread(s) and %d file descriptor(s) are left over after %s; join or close them before the check"
            .formatted(leftThreads.size(), leftDescriptors.size(), patience));
    for (var thread : leftThreads) {
      lines.add("  " + thread.label() + " is " + thread.state() + thread.indentedStack(LINES));
    }
    for (var descriptor : leftDescriptors) {
      lines.add("  still open: " + descriptor);
    }
    return String.join("\n", lines);
  }
}
