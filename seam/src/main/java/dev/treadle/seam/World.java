package dev.treadle.seam;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// Everything the outside can do to a concurrent program: time, timers, threads, chance, network,
/// faults.
///
/// There is one real world, and one for each running simulation. Code that asks [#current()]
/// wherever it needs one of these runs unchanged in both. The lookup costs a static field read
/// where no test kit is present.
///
/// {@snippet class=dev.treadle.seam.WorldSnippets region=timer lang=java}
public interface World {

  /// Returns the world the calling thread lives in: its simulation's, or the real one.
  static World current() {
    return Worlds.current();
  }

  /// Returns whether time, chance and network here are a simulation's.
  boolean isSimulated();

  /// Returns a monotonic time in nanoseconds with an arbitrary origin, as [System#nanoTime()].
  long nanoTime();

  /// Returns the wall-clock time.
  Instant now();

  /// Runs an action once, a delay from now.
  ///
  /// The action runs on the timer's own thread, between everything else: it must be short, must not
  /// wait, and what it throws goes to the thread's uncaught-exception handler. It must reach time,
  /// chance and threads through this world: the JDK's own would be the real ones even in a
  /// simulation, whose timer thread is not a simulated one. Actions due at the same instant run in
  /// the order in which they were scheduled. Scheduling never waits.
  ///
  /// A simulation's instants are nanoseconds. The real world's are steps of 16,384 ns: an action is
  /// due at the first step that is not too early, and those due at one step run in the order in
  /// which they were scheduled. A delay too long for the clock, such as [Long#MAX_VALUE], is
  /// centuries.
  ///
  /// @param delayNanos nanoseconds from now; zero or less is due at once, on the timer's thread all
  ///   the same
  Timer schedule(long delayNanos, Runnable action);

  /// Returns a builder of virtual threads that live in this world.
  Thread.Builder.OfVirtual virtualThreads();

  /// Returns this world's randomness; in a simulation it is derived from the seed. Safe for use by
  /// many threads.
  RandomGenerator random();

  /// Returns the listener to be told of tasks and resources.
  TaskEvents events();

  /// Returns the network of the calling thread's host.
  ///
  /// @throws IllegalStateException in the real world if no module provides a [Network]
  Network network();

  /// Returns whether the named fault happens now; see [Fault#point(String)].
  boolean fires(String faultPoint);

  /// An action that was scheduled.
  interface Timer {

    /// Cancels the action and returns whether this call prevented it from running. Never waits. A
    /// cancelled timer keeps nothing that the action refers to.
    boolean cancel();
  }
}
