package dev.treadle.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Measures one claim: Treadle, peer, Treadle, peer... so that a change of the machine's mood meets
/// every side alike.
final class ClaimRun {

  private final Claim claim;
  private final int rounds;
  private final Duration time;
  private final Duration budget;
  private final Consumer<String> progress;
  private final LongSupplier nanoClock;
  private final long start;
  private final Set<Side> sides = new LinkedHashSet<>();
  private final Map<Side, List<Double>> values = new HashMap<>();
  private final Map<Side, String> failures = new HashMap<>();

  ClaimRun(
      Claim claim, Plan plan, List<Claim> all, Consumer<String> progress, LongSupplier nanoClock) {
    this.claim = claim;
    this.rounds = plan.rounds();
    this.time = plan.timeOf(claim, all);
    this.budget = plan.budgetOf(claim, all);
    this.progress = progress;
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
  }

  List<Outcome> run(Plan plan) throws IOException, InterruptedException {
    sides.add(claim.treadle());
    for (var rival : claim.rivals()) {
      enlist(rival);
    }
    measure();
    var outcomes = new ArrayList<Outcome>();
    for (var rival : claim.rivals()) {
      if (!(rival instanceof Rival.Peer(var side, _)) || sides.contains(side)) {
        outcomes.add(outcome(rival, plan.targetOf(rival)));
      }
    }
    return outcomes;
  }

  private void enlist(Rival rival) throws IOException, InterruptedException {
    if (rival instanceof Rival.Peer(var side, _)) {
      var missing = side.missing();
      if (missing.isEmpty()) {
        sides.add(side);
      } else {
        progress.accept(
            "skipped: " + claim.name() + " against " + side.name() + ", " + missing.get());
      }
    }
  }

  private void measure() throws IOException, InterruptedException {
    long longest = 0;
    for (int number = 0; number < rounds; number++) {
      long roundStart = nanoClock.getAsLong();
      // A round that cannot end in time is not begun: a half round would compare unlike moments.
      if (number > 0 && remaining() < longest) {
        progress.accept(
            "short: %s has %d of %d rounds, its budget of %s is spent"
                .formatted(claim.name(), number, rounds, budget));
        return;
      }
      round(number);
      if (failures.containsKey(claim.treadle())) {
        return;
      }
      longest = Math.max(longest, nanoClock.getAsLong() - roundStart);
    }
  }

  private void round(int number) throws IOException, InterruptedException {
    for (var side : sides) {
      if (!failures.containsKey(side)) {
        measure(side, new Round(number, time, Duration.ofNanos(Math.max(1, remaining()))));
      }
    }
  }

  private void measure(Side side, Round round) throws IOException, InterruptedException {
    var where = "[%d/%d] %s, %s: ".formatted(round.number() + 1, rounds, claim.name(), side.name());
    try {
      double value = side.measure(round);
      values.computeIfAbsent(side, _ -> new ArrayList<>()).add(value);
      progress.accept(where + Numbers.shown(value) + " " + claim.unit());
    } catch (SideFailedException failure) {
      failures.put(side, failure.getMessage());
      progress.accept(where + "failed: " + failure.getMessage());
    }
  }

  private long remaining() {
    return budget.toNanos() - (nanoClock.getAsLong() - start);
  }

  private Outcome outcome(Rival rival, double target) {
    var failure = failures.get(claim.treadle());
    if (failure == null && rival instanceof Rival.Peer(var side, _)) {
      failure = failures.get(side);
    }
    return failure == null
        ? new Outcome.Compared(
            claim, rival.name(), target, samples(claim.treadle()), samples(rival))
        : new Outcome.Failed(claim, rival.name(), target, failure);
  }

  private Samples samples(Rival rival) {
    return switch (rival) {
      case Rival.Peer(var side, _) -> samples(side);
      case Rival.Bar(var value) -> Samples.of(value);
    };
  }

  private Samples samples(Side side) {
    return new Samples(values.getOrDefault(side, List.of()));
  }
}
