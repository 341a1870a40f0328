package dev.treadle.test;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// How a simulation runs. Immutable; `with...` returns a changed copy of [#DEFAULT] or another.
///
/// @param seed the first seed; an exploration counts up from it
/// @param strategy who chooses the next thread
/// @param depth for [Strategy#PCT] the depth of the bugs looked for, at least 1; for [Strategy#DFS]
///   the number of forced switches, at least 0
/// @param hermetic whether a wake-up by a thread outside the simulation fails the test
/// @param maxSteps how often threads may be resumed before the run counts as a livelock, at least 1
/// @param timeout the real time allowed for everything together
/// @param racePoints packages in which field and array accesses are switch points
/// @param faults probability from 0 to 1 with which a [dev.treadle.seam.Fault] point fires that has
///   none of its own
public record SimulationSettings(
    long seed,
    Strategy strategy,
    int depth,
    boolean hermetic,
    long maxSteps,
    Duration timeout,
    Set<String> racePoints,
    double faults) {

  /// One FIFO run or random ones, hermetic, a million steps, a minute of real time, no race points,
  /// no faults.
  public static final SimulationSettings DEFAULT =
      new SimulationSettings(
          0, Strategy.AUTO, 3, true, 1_000_000, Duration.ofMinutes(1), Set.of(), 0);

  /// @throws IllegalArgumentException if a number is out of its range
  public SimulationSettings {
    if (depth < 0 || (strategy == Strategy.PCT && depth < 1)) {
      throw new IllegalArgumentException(
          "depth must be at least %d for %s, got %d"
              .formatted(strategy == Strategy.PCT ? 1 : 0, strategy, depth));
    }
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps must be at least 1, got " + maxSteps);
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
    Faults.checked(faults);
    racePoints = Set.copyOf(new TreeSet<>(racePoints));
  }

  /// Returns a copy with another first seed.
  public SimulationSettings withSeed(long seed) {
    return new SimulationSettings(
        seed, strategy, depth, hermetic, maxSteps, timeout, racePoints, faults);
  }

  /// Returns a copy with another strategy.
  public SimulationSettings withStrategy(Strategy strategy) {
    return new SimulationSettings(
        seed, strategy, depth, hermetic, maxSteps, timeout, racePoints, faults);
  }

  /// Returns a copy with another depth.
  public SimulationSettings withDepth(int depth) {
    return new SimulationSettings(
        seed, strategy, depth, hermetic, maxSteps, timeout, racePoints, faults);
  }

  /// Returns a copy that forbids or allows wake-ups from outside.
  public SimulationSettings withHermetic(boolean hermetic) {
    return new SimulationSettings(
        seed, strategy, depth, hermetic, maxSteps, timeout, racePoints, faults);
  }

  /// Returns a copy with another step limit.
  public SimulationSettings withMaxSteps(long maxSteps) {
    return new SimulationSettings(
        seed, strategy, depth, hermetic, maxSteps, timeout, racePoints, faults);
  }

  /// Returns a copy with another limit in real time.
  public SimulationSettings withTimeout(Duration timeout) {
    return new SimulationSettings(
        seed, strategy, depth, hermetic, maxSteps, timeout, racePoints, faults);
  }

  /// Returns a copy with race points in these packages and those below them.
  public SimulationSettings withRacePoints(String... packages) {
    return new SimulationSettings(
        seed, strategy, depth, hermetic, maxSteps, timeout, Set.of(packages), faults);
  }

  /// Returns a copy in which every fault point fires with this probability.
  public SimulationSettings withFaults(double probability) {
    return new SimulationSettings(
        seed, strategy, depth, hermetic, maxSteps, timeout, racePoints, probability);
  }
}
