package dev.treadle.test;

import dev.treadle.test.net.SimHost;
import dev.treadle.test.net.SimNet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A deterministic run of ordinary code on virtual threads, in virtual time.
///
/// Every virtual thread started inside belongs to the simulation. They run one at a time; whenever
/// one waits, sleeps or yields, the simulation chooses which goes on, by its [Strategy] and seed.
/// When all of them wait, the clock jumps to the next timer, so a sleep of an hour takes no time.
/// The same seed gives the same run, always.
///
/// In a test use [TreadleTest]; this class is its parameter, and the way to run simulations
/// anywhere else.
///
/// {@snippet class=dev.treadle.test.SimulationSnippets region=run lang=java}
///
/// What it sees: everything that waits through `java.util.concurrent` (asynchronous stages of a
/// `CompletableFuture` and its timeouts included), `Thread`, `synchronized`, `Object.wait`, and the
/// JDK's clocks and generators. What it does not: platform threads and pools (`Timer`, parallel
/// streams), real sockets and files, `SecureRandom`, thread ids, identity hash codes. A wake-up
/// from there fails the test unless it is allowed with [SimulationSettings#hermetic()] off.
///
/// Instance methods are for the simulation's own threads.
public final class Simulation {

  private final Simulator simulator;
  private final SimClock clock;
  private final Background background;

  Simulation(Simulator simulator) {
    this.simulator = simulator;
    this.clock = new SimClock(simulator);
    this.background = new Background(simulator);
  }

  /// What runs on a simulation's main thread.
  @FunctionalInterface
  public interface Body {

    /// Runs; whatever it throws comes out of the simulation as itself.
    void run(Simulation simulation) throws Throwable;
  }

  /// Runs a body once, first come first served.
  ///
  /// @throws SimulationFailure if it deadlocks, never ends, leaks, or is woken from outside
  public static void run(Body body) {
    run(settings -> settings, body);
  }

  /// Runs a body once under other settings; a strategy that draws does so from the settings' seed.
  ///
  /// @throws SimulationFailure if it deadlocks, never ends, leaks, or is woken from outside
  public static void run(UnaryOperator<SimulationSettings> settings, Body body) {
    Explorer.of(settings.apply(SimulationSettings.DEFAULT), "").once(body);
  }

  /// Runs a body with many seeds, counting up from the first, and stops at the first that fails.
  ///
  /// The body is also run once beforehand, in order, so that class initialisers do not make the
  /// first seed special, and the first seed is run twice to see that nothing outside the simulation
  /// decides its course.
  ///
  /// {@snippet class=dev.treadle.test.SimulationSnippets region=explore lang=java}
  ///
  /// @param seeds how many, at least 1
  /// @throws SimulationFailure if a run deadlocks, never ends, leaks, is woken from outside, or is
  ///   not determined by its seed; a failure of the body's own comes out as itself; either carries
  ///   a [FailedSchedule]
  public static Exploration explore(int seeds, Body body) {
    return explore(seeds, settings -> settings, body);
  }

  /// Explores under other settings; otherwise as [#explore(int, Body)].
  public static Exploration explore(
      int seeds, UnaryOperator<SimulationSettings> settings, Body body) {
    return Explorer.of(settings.apply(SimulationSettings.DEFAULT), "").explore(seeds, body);
  }

  /// Repeats the run that a schedule token records.
  ///
  /// @throws SimulationFailure if the token is damaged or does not fit the body; otherwise as the
  ///   recorded run failed
  public static void replay(String token, Body body) {
    replay(token, settings -> settings, body);
  }

  /// Repeats a run that was made under other settings (race points, faults, limits); otherwise as
  /// [#replay(String, Body)].
  public static void replay(String token, UnaryOperator<SimulationSettings> settings, Body body) {
    Explorer.of(settings.apply(SimulationSettings.DEFAULT), "")
        .replay(ScheduleToken.parse(token), body);
  }

  /// Returns how many threads of failed simulations could not be ended in this JVM.
  ///
  /// A failed simulation interrupts its threads and unwinds their stacks. What that cannot reach
  /// are threads in a deadlock of `synchronized` blocks and threads that go on whatever happens;
  /// they stay in memory, parked, at a few hundred bytes to a few kilobytes each.
  public static int abandonedThreads() {
    return Run.abandonedThreads();
  }

  /// Returns the simulation's clock.
  public SimClock clock() {
    return clock;
  }

  /// Waits until every other thread waits for time to pass or for another thread. No virtual time
  /// passes.
  ///
  /// This is what to use where a test without a simulation would sleep "long enough".
  public void awaitBlocked() {
    simulator.awaitQuiescence();
  }

  /// Returns the place for threads that may outlive the test.
  public Background background() {
    return background;
  }

  /// Returns the simulation's network. It has no hosts but those you ask it for.
  public SimNet network() {
    return simulator.net();
  }

  /// Starts a thread on a host of the network: there, and in the threads it starts,
  /// [dev.treadle.seam.World#network()] is that host's. Every other thread is on a host named
  /// `test`.
  ///
  /// @param name shown in reports
  public Thread startOn(SimHost host, String name, Runnable body) {
    var thread = simulator.virtualThreads().name(name).start(body);
    simulator.find(thread).ifPresent(task -> task.host = host);
    return thread;
  }

  /// Returns what has happened so far.
  public Trace trace() {
    return simulator.trace();
  }

  /// Returns randomness that is derived from the seed.
  public RandomGenerator random() {
    return simulator.random;
  }

  /// Returns the seed of this run.
  public long seed() {
    return simulator.seed;
  }

  /// Sets how likely one fault point fires from here on, whatever [SimulationSettings#faults()]
  /// says.
  ///
  /// @param name as given to [dev.treadle.seam.Fault#point(String)]
  /// @param probability from 0 to 1
  public void fault(String name, double probability) {
    simulator.faults.set(name, probability);
  }

  static @Nullable Simulation ofCurrentThread() {
    if (!Carrier.wasUsed()) {
      return null;
    }
    var simulator = Port.simulatorOf(Thread.currentThread());
    return simulator == null ? null : simulator.simulation;
  }

  Simulator simulator() {
    return simulator;
  }
}
