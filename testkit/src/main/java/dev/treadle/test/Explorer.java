package dev.treadle.test;

import dev.treadle.test.agent.Agent;
import dev.treadle.test.agent.SelfAttach;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs a body under one schedule or many, and turns what fails into a report.
final class Explorer {

  static final String REPLAY_PROPERTY = "treadle.replay";
  private static final int PURPOSE_SCHEDULE = 3;

  // By its name: without JUnit there is no such class, and simulations run without JUnit too.
  private static final String ABORTED_BY_ASSUMPTION = "org.opentest4j.TestAbortedException";

  private static volatile boolean replayed;

  private final SimulationSettings settings;
  private final String test;

  private Explorer(SimulationSettings settings, String test) {
    this.settings = settings;
    this.test = test;
  }

  /// @param test the name of the test, empty if there is none
  static Explorer of(SimulationSettings settings, String test) {
    return new Explorer(settings, test);
  }

  /// Makes the JVM ready for simulations under these settings.
  static void prepare(SimulationSettings settings) {
    SelfAttach.ensure();
    if (!settings.racePoints().isEmpty()) {
      Agent.addRacePoints(settings.racePoints());
    }
  }

  /// Runs a body once.
  void once(Simulation.Body body) {
    var strategy = settings.strategy() == Strategy.AUTO ? Strategy.FIFO : settings.strategy();
    if (strategy == Strategy.FIFO) {
      onCarrier(() -> single(strategy, body));
    } else {
      onCarrier(() -> many(1, strategy, body));
    }
  }

  /// Runs a body with many seeds.
  Exploration explore(int seeds, Simulation.Body body) {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
    }
    var strategy = settings.strategy() == Strategy.AUTO ? Strategy.RANDOM : settings.strategy();
    return onCarrier(() -> many(seeds, strategy, body));
  }

  /// Runs a body as a token says, after one run in order, as an exploration does.
  void replay(ScheduleToken token, Simulation.Body body) {
    onCarrier(() -> replayed(token, body));
  }

  /// Returns whether any test has taken the token given on the command line for its own.
  static boolean wasReplayed() {
    return replayed;
  }

  /// Returns the token given on the command line, if it is meant for this test. An exploration that
  /// is no test of its own has no name and takes none.
  @Nullable ScheduleToken requestedReplay() {
    var text = System.getProperty(REPLAY_PROPERTY);
    if (test.isEmpty() || text == null || text.isBlank()) {
      return null;
    }
    var token = ScheduleToken.parse(text);
    if (!token.isFor(test.hashCode())) {
      return null;
    }
    replayed = true;
    return token;
  }

  private Exploration single(Strategy strategy, Simulation.Body body) {
    var run = new Run(settings, settings.seed(), new FifoChooser());
    check(run, run.execute(body), strategy);
    return new Exploration(1, 1, run.steps(), false);
  }

  private Exploration many(int seeds, Strategy strategy, Simulation.Body body) {
    var requested = requestedReplay();
    if (requested != null) {
      return replayed(requested, body);
    }
    // A class is initialised in its first run only; what that does must not make the first seed
    // differ from the others.
    single(Strategy.FIFO, body);
    var dfs = new DfsChooser(settings.depth());
    Set<Long> traces = new HashSet<>();
    long steps = 0;
    int runs = 0;
    boolean restarted = false;
    while (runs < seeds && !dfs.isExhausted()) {
      // All schedules of one tree, and so of one seed; another would make it another tree.
      long seed = settings.seed() + (strategy == Strategy.DFS ? 0 : runs);
      var run = new Run(settings, seed, strategy == Strategy.DFS ? dfs : chooser(strategy, seed));
      check(run, run.execute(body), strategy);
      boolean settled = runs > 0 || !settings.hermetic() || selfCheck(run, strategy, body);
      if (!settled && strategy == Strategy.DFS && !restarted) {
        dfs = new DfsChooser(settings.depth()); // the first run may have had other options
        restarted = true;
        continue;
      }
      runs++;
      traces.add(run.simulator.trace().hash());
      steps += run.steps();
      if (strategy == Strategy.DFS) {
        dfs.advance();
      }
    }
    return new Exploration(
        runs, traces.size(), steps, strategy == Strategy.DFS && dfs.isExhausted());
  }

  private Exploration replayed(ScheduleToken token, Simulation.Body body) {
    if (token.strategy() == Strategy.FIFO) {
      return single(Strategy.FIFO, body);
    }
    single(Strategy.FIFO, body);
    var choices = token.choices();
    if (choices == null) {
      return Explorer.of(
              settings
                  .withSeed(token.seed())
                  .withStrategy(token.strategy())
                  .withDepth(token.depth()),
              test)
          .rerun(token, body);
    }
    return rerun(new ReplayChooser(choices), token, body);
  }

  /// Repeats a run whose token has room for the seed only.
  private Exploration rerun(ScheduleToken token, Simulation.Body body) {
    return rerun(chooser(token.strategy(), token.seed()), token, body);
  }

  private Exploration rerun(Chooser chooser, ScheduleToken token, Simulation.Body body) {
    var run = new Run(settings, token.seed(), chooser);
    check(run, run.execute(body), token.strategy());
    return new Exploration(1, 1, run.steps(), false);
  }

  private Chooser chooser(Strategy strategy, long seed) {
    Supplier<SeededRandom> random = () -> SeededRandom.of(seed, PURPOSE_SCHEDULE);
    return switch (strategy) {
      case AUTO, FIFO -> new FifoChooser();
      case RANDOM -> new RandomChooser(random.get());
      case PCT -> new PctChooser(random.get(), settings.depth());
      case DFS -> new DfsChooser(settings.depth());
    };
  }

  /// Runs the first seed once more by its own record: if it takes another course, no seed of this
  /// test can be trusted.
  ///
  /// Something may have been made in the first run once and for all, so a difference counts only if
  /// it comes again.
  ///
  /// @return whether the first run already was as all later ones will be
  private boolean selfCheck(Run first, Strategy strategy, Simulation.Body body) {
    if (difference(first, body) == null) {
      return true;
    }
    long seed = first.simulator.seed;
    var second = new Run(settings, seed, chooser(strategy, seed));
    check(second, second.execute(body), strategy);
    var report = difference(second, body);
    if (report != null) {
      throw new SimulationFailure(SimulationFailure.Kind.NONDETERMINISM, report);
    }
    return false;
  }

  /// Returns words for how a run differs from its repetition, or `null` if it does not.
  private @Nullable String difference(Run run, Simulation.Body body) {
    long seed = run.simulator.seed;
    var again = new Run(settings, seed, new ReplayChooser(run.simulator.choices.copy()));
    var failure = again.execute(body);
    var expected = run.simulator.trace();
    var actual = again.simulator.trace();
    return failure == null && expected.hash() == actual.hash()
        ? null
        : NondeterminismReport.of(seed, expected, actual, failure);
  }

  private void check(Run run, @Nullable Throwable failure, Strategy strategy) {
    if (failure == null) {
      return;
    }
    if (failure.getClass().getName().equals(ABORTED_BY_ASSUMPTION)) {
      throw Sneaky.rethrow(failure);
    }
    var simulator = run.simulator;
    var token =
        new ScheduleToken(
            test.isEmpty() ? 0 : test.hashCode(),
            simulator.seed,
            strategy,
            settings.depth(),
            simulator.choices.copy());
    var note = FailedSchedule.describe(run, token, test);
    failure.addSuppressed(note);
    if (!test.isEmpty() || FailedSchedule.of(failure).isEmpty()) {
      // Whoever called explore() has the failure in hand, unless it takes no notes; of a test only
      // the log is left.
      System.err.println("[treadle] " + note.getMessage());
    }
    throw Sneaky.rethrow(failure);
  }

  private <T> T onCarrier(Callable<T> work) {
    prepare(settings);
    try (var carrier = Carrier.open()) {
      return carrier.call(settings.timeout(), work);
    } catch (Throwable failure) {
      throw Sneaky.rethrow(failure);
    }
  }
}
