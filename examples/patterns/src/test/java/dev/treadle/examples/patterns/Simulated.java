package dev.treadle.examples.patterns;

import dev.treadle.examples.timeline.Recorder;
import dev.treadle.examples.timeline.Timeline;
import dev.treadle.monitor.Lint;
import dev.treadle.test.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// A program of the gallery, run in a simulation.
///
/// @param duration how long it took, in virtual time
/// @param printed what it printed
record Simulated(Duration duration, String printed) {

  static Simulated run(String name) {
    var program = Gallery.find(name).orElseThrow().program();
    var result = new AtomicReference<Simulated>();
    Lint.SWALLOWED_CANCELLATION.enable(); // so that it says again what another test has heard
    Simulation.run(
        // The lint of carriers has a thread of its own, outside of the simulation.
        settings -> settings.withHermetic(!name.equals("carrier")),
        simulation -> {
          // One carrier, and who computes on it lets time pass for everybody.
          Machine.use(new Machine(1, time -> simulation.clock().jump(time)));
          try {
            var printed = Printed.by(program::main);
            result.set(new Simulated(simulation.clock().elapsed(), printed));
          } finally {
            Machine.use(Machine.REAL);
          }
        });
    return result.get();
  }

  static Timeline record(String name) throws IOException, InterruptedException {
    return Recorder.record(name, () -> run(name));
  }
}
