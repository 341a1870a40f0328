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
  private final Share share;
  private final Consumer<String> progress;
  private final LongSupplier nanoClock;
  private final long start;
  private final Set<Side> sides = new LinkedHashSet<>();
  private final Map<Side, List<Double>> values = new HashMap<>();
  private final Map<Side, String> failures = new HashMap<>();

  ClaimRun(Claim claim, Share share, Consumer<String> progress, LongSupplier nanoClock) {
    this.claim = claim;
    this.share = share;
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
    for (int number = 0; number < share.rounds(); number++) {
      long roundStart = nanoClock.getAsLong();
      boolean spent = number > 0 && remaining() < longest;
      if (spent || !round(number)) {
        progress.accept(
            "short: %s has %d of %d rounds, its budget of %s is spent"
                .formatted(claim.name(), number, share.rounds(), share.budget()));
        return;
      }
      if (failures.containsKey(claim.treadle())) {
        return;
      }
      longest = Math.max(longest, nanoClock.getAsLong() - roundStart);
    }
  }

  /// Returns false if it was cut off by the budget and there are earlier rounds to go by.
  private boolean round(int number) throws IOException, InterruptedException {
    for (var side : sides) {
      if (!failures.containsKey(side) && !measure(side, number)) {
        // Half a round would compare unlike moments.
        values
            .values()
            .forEach(list -> list.subList(Math.min(number, list.size()), list.size()).clear());
        return false;
      }
    }
    return true;
  }

  private boolean measure(Side side, int number) throws IOException, InterruptedException {
    var where = "[%d/%d] %s, %s: ".formatted(number + 1, share.rounds(), claim.name(), side.name());
    try {
      double value =
          side.measure(new Round(number, share.time(), Duration.ofNanos(Math.max(1, remaining()))));
      values.computeIfAbsent(side, _ -> new ArrayList<>()).add(value);
      progress.accept(where + Numbers.shown(value) + " " + claim.unit());
    } catch (SideFailedException failure) {
      if (failure.atLimit() && number > 0) {
        return false;
      }
      failures.put(side, String.valueOf(failure.getMessage()));
      progress.accept(where + "failed: " + failure.getMessage());
    }
    return true;
  }

  private long remaining() {
    return share.budget().toNanos() - (nanoClock.getAsLong() - start);
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
