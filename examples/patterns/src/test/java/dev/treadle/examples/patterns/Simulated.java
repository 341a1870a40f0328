package dev.treadle.examples.patterns;

import dev.treadle.Action;
import dev.treadle.examples.timeline.Recorder;
import dev.treadle.examples.timeline.Timeline;
import dev.treadle.monitor.Lint;
import dev.treadle.test.Simulation;
import java.time.Duration;

/// A program of the gallery, run in a simulation.
///
/// @param duration how long it took, in virtual time
/// @param printed what it printed
record Simulated(Duration duration, String printed) {

  static Simulated run(String name) {
    var result = new Simulated[1];
    inSimulation(
        name,
        (simulation, program) -> {
          var printed = Printed.by(program);
          result[0] = new Simulated(simulation.clock().elapsed(), printed);
        });
    return result[0];
  }

  static Timeline record(String name) {
    var result = new Timeline[1];
    inSimulation(
        name, (_, program) -> Printed.by(() -> result[0] = Recorder.record(name, program)));
    return result[0];
  }

  private interface Use {
    void of(Simulation simulation, Action<Exception> program) throws Exception;
  }

  private static void inSimulation(String name, Use use) {
    var program = Gallery.find(name).orElseThrow().program();
    Lint.SWALLOWED_CANCELLATION.enable(); // so that it says again what another test has heard
    Simulation.run(
        // The lint of carriers has a thread of its own, outside of the simulation.
        settings -> settings.withHermetic(!name.equals("carrier")),
        simulation -> {
          // One carrier, and who computes on it lets time pass for everybody.
          Machine.use(new Machine(1, time -> simulation.clock().jump(time)));
          try {
            use.of(simulation, program::main);
          } finally {
            Machine.use(Machine.REAL);
          }
        });
  }
}
