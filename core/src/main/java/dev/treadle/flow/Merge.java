package dev.treadle.flow;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Several stages at work at once, each in a task.
final class Merge<T> extends Stage<T> {

  private final String name;
  private final List<Stage<T>> stages;
  private final int capacity;

  Merge(String name, List<Stage<T>> stages, int capacity) {
    this.name = name;
    this.stages = stages;
    this.capacity = capacity;
  }

  @Override
  Pull<T> open(Crew crew) {
    var lane = ChannelLane.<T>of(name, capacity);
    return LanePull.start(
        crew,
        lane,
        () ->
            Team.run(
                team -> stages.forEach(stage -> team.start(() -> LanePull.pump(stage, lane)))));
  }

  @Override
  boolean needsCrew() {
    return true;
  }

  @Override
  @Nullable Stage<T> ahead(int elements) {
    return capacity == 0 ? new Merge<>(name, stages, elements) : null;
  }

  @Override
  public String toString() {
    return stages.stream().map(Stage::toString).collect(Collectors.joining(", ", name + "(", ")"));
  }
}
