package dev.treadle.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A side that gives prepared values, takes prepared time, and writes down when it was measured.
final class FakeSide implements Side {

  private final String name;
  private final Deque<Double> values;
  private final List<String> log;
  private final List<Round> rounds = new ArrayList<>();
  private @Nullable String failure;
  private @Nullable String missing;
  private Runnable meanwhile = () -> {};

  FakeSide(String name, List<String> log, Double... values) {
    this.name = name;
    this.log = log;
    this.values = new ArrayDeque<>(List.of(values));
  }

  FakeSide failing(String message) {
    failure = message;
    return this;
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
    if (failure != null) {
      throw new SideFailedException(failure);
    }
    return values.size() > 1 ? values.remove() : values.element();
  }
}
