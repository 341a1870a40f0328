package dev.treadle;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What happens to running programs when the JVM is asked to stop: they are cancelled, and the JVM
/// goes on to stop when they have ended.
///
/// One hook for the whole JVM, registered with the first program. The JVM's exit code is its own
/// business.
final class Shutdown {

  static final Shutdown OF_JVM = new Shutdown();

  /// How long programs have to end before it is asked whether they can.
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Guarded by the lock, like the rest.
  private final Set<Strand> programs = new LinkedHashSet<>();

  private Cancelled.@Nullable Origin begun;

  /// Makes a program known.
  ///
  /// @throws Cancelled if the JVM is shutting down already
  void add(Strand program) {
    if (this == OF_JVM) {
      Hook.register();
    }
    lock.lock();
    try {
      if (begun != null) {
        throw new Cancelled(begun);
      }
      programs.add(program);
    } finally {
      lock.unlock();
    }
  }

  /// Forgets a program: it has ended.
  void remove(Strand program) {
    lock.lock();
    try {
      programs.remove(program);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Cancels all programs, lets no other begin, and waits until they have ended or can do no more.
  void run(String reason) throws InterruptedException {
    for (var program : begin(new Cancelled.Origin(reason, "the program", "the JVM"))) {
      program.cancel(
          new Cancellation(new Cancelled.Origin(reason, program.describe(), "the JVM"), false));
    }
    while (!awaitEnd()) {
      // One of their tasks called System.exit, which returns when we have, so it never ends.
      if (running().stream().allMatch(ExitCaller::isAllThatRunsIn)) {
        return;
      }
    }
  }

  private List<Strand> begin(Cancelled.Origin origin) {
    lock.lock();
    try {
      begun = origin;
      return List.copyOf(programs);
    } finally {
      lock.unlock();
    }
  }

  /// Waits a while; returns whether all have ended.
  private boolean awaitEnd() throws InterruptedException {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (!programs.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return programs.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// The programs that have not ended.
  List<Strand> running() {
    lock.lock();
    try {
      return List.copyOf(programs);
    } finally {
      lock.unlock();
    }
  }

  /// The hook. A class of its own, so that it is registered when the first program runs and not
  /// when something else looks at this file.
  private static final class Hook extends Thread {

    static {
      try {
        Runtime.getRuntime().addShutdownHook(new Hook());
      } catch (IllegalStateException tooLate) {
        var _ = OF_JVM.begin(new Cancelled.Origin(Signals.UNKNOWN, "the program", "the JVM"));
      }
    }

    private Hook() {
      super("treadle-shutdown");
    }

    static void register() {
      // What there is to do is done when the class is initialised.
    }

    @Override
    public void run() {
      // Nobody need be told why if nothing runs; and finding out takes time, at the end of every
      // JVM.
      var reason = Signals.UNKNOWN;
      if (!OF_JVM.running().isEmpty()) {
        reason = Signals.reason();
        Signals.haltOnInterrupt();
      }
      try {
        OF_JVM.run(reason);
      } catch (InterruptedException e) {
        // Somebody is in a hurry.
        Thread.currentThread().interrupt();
      }
    }
  }
}
