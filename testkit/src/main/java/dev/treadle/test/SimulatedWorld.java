package dev.treadle.test;

import dev.treadle.seam.Network;
import dev.treadle.seam.TaskEvents;
import dev.treadle.seam.World;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// The simulation as library code sees it through the seam.
final class SimulatedWorld implements World {

  private final Simulator simulator;

  SimulatedWorld(Simulator simulator) {
    this.simulator = simulator;
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public long nanoTime() {
    return simulator.time.nanoTime();
  }

  @Override
  public Instant now() {
    return simulator.time.instant();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable action) {
    return simulator.time.schedule(delayNanos, action);
  }

  @Override
  public Thread.Builder.OfVirtual virtualThreads() {
    return simulator.virtualThreads();
  }

  @Override
  public RandomGenerator random() {
    return simulator.random;
  }

  @Override
  public TaskEvents events() {
    return simulator.resources;
  }

  @Override
  public Network network() {
    return simulator.host().network();
  }

  @Override
  public boolean fires(String faultPoint) {
    return simulator.faults.fires(faultPoint);
  }
}
