package dev.treadle.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A side that gives prepared values (the last one again and again, or fails then), takes prepared
/// time, and writes down when it was measured.
final class FakeSide implements Side {

  private final String name;
  private final Deque<Double> values;
  private final List<String> log;
  private final List<Round> rounds = new ArrayList<>();
  private @Nullable String failure;
  private @Nullable String missing;
  private boolean atLimit;
  private Runnable meanwhile = () -> {};

  FakeSide(String name, List<String> log, Double... values) {
    this.name = name;
    this.log = log;
    this.values = new ArrayDeque<>(List.of(values));
  }

  /// Fails once its values are used up.
  FakeSide failing(String message) {
    failure = message;
    return this;
  }

  /// Is ended at its limit once its values are used up.
  FakeSide overrunning() {
    atLimit = true;
    return failing("'" + name + "' was ended");
  }

  FakeSide missing(String what) {
    missing = what;
    return this;
  }

  FakeSide taking(Runnable passTime) {
    meanwhile = passTime;
    return this;
  }

  List<Round> rounds() {
    return rounds;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> missing() {
    return Optional.ofNullable(missing);
  }

  @Override
  public double measure(Round round) throws SideFailedException {
    log.add(name);
    rounds.add(round);
    meanwhile.run();
    if (failure == null) {
      return values.size() > 1 ? values.remove() : values.element();
    }
    if (values.isEmpty()) {
      throw new SideFailedException(failure, atLimit);
    }
    return values.remove();
  }
}
