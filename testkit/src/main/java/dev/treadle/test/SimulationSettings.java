package dev.treadle.test;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

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
    Faults.checked("faults", faults);
    racePoints = Set.copyOf(racePoints);
  }

  /// Returns a copy with another first seed.
  public SimulationSettings withSeed(long seed) {
    return with(copy -> copy.seed = seed);
  }

  /// Returns a copy with another strategy.
  public SimulationSettings withStrategy(Strategy strategy) {
    return with(copy -> copy.strategy = strategy);
  }

  /// Returns a copy with another depth.
  public SimulationSettings withDepth(int depth) {
    return with(copy -> copy.depth = depth);
  }

  /// Returns a copy that forbids or allows wake-ups from outside.
  public SimulationSettings withHermetic(boolean hermetic) {
    return with(copy -> copy.hermetic = hermetic);
  }

  /// Returns a copy with another step limit.
  public SimulationSettings withMaxSteps(long maxSteps) {
    return with(copy -> copy.maxSteps = maxSteps);
  }

  /// Returns a copy with another limit in real time.
  public SimulationSettings withTimeout(Duration timeout) {
    return with(copy -> copy.timeout = timeout);
  }

  /// Returns a copy with race points in these packages and those below them.
  public SimulationSettings withRacePoints(String... packages) {
    return with(copy -> copy.racePoints = Set.of(packages));
  }

  /// Returns a copy in which every fault point fires with this probability.
  public SimulationSettings withFaults(double probability) {
    return with(copy -> copy.faults = probability);
  }

  private SimulationSettings with(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.toSettings();
  }

  /// The components while one of them changes: the only place that knows their order.
  private static final class Copy {
    long seed;
    Strategy strategy;
    int depth;
    boolean hermetic;
    long maxSteps;
    Duration timeout;
    Set<String> racePoints;
    double faults;

    Copy(SimulationSettings original) {
      seed = original.seed;
      strategy = original.strategy;
      depth = original.depth;
      hermetic = original.hermetic;
      maxSteps = original.maxSteps;
      timeout = original.timeout;
      racePoints = original.racePoints;
      faults = original.faults;
    }

    SimulationSettings toSettings() {
      return new SimulationSettings(
          seed, strategy, depth, hermetic, maxSteps, timeout, racePoints, faults);
    }
  }
}
