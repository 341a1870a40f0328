package dev.treadle.benchmarks;

import dev.treadle.benchmarks.channels.ChannelsArea;
import dev.treadle.benchmarks.core.CoreArea;
import dev.treadle.benchmarks.flows.FlowsArea;
import dev.treadle.benchmarks.http.HttpArea;
import dev.treadle.benchmarks.scout.ScoutArea;
import dev.treadle.benchmarks.seam.SeamArea;
import dev.treadle.benchmarks.simulation.SimulationArea;
import java.util.List;
import java.util.stream.Collectors;

/// The areas there are.
final class Areas {

  private static final List<Area> ALL =
      List.of(
          new SeamArea(),
          new SimulationArea(),
          new CoreArea(),
          new ChannelsArea(),
          new FlowsArea(),
          new HttpArea(),
          new ScoutArea());

  private Areas() {}

  static List<Area> all() {
    return ALL;
  }

  /// @throws IllegalArgumentException if no area has this name
  static Area named(String name) {
    return ALL.stream()
        .filter(area -> area.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected one of the areas listed below, got '" + name + "'"));
  }

  static String list() {
    return ALL.stream()
        .map(area -> "  %-12s %s%n".formatted(area.name(), area.title()))
        .collect(Collectors.joining());
  }
}
