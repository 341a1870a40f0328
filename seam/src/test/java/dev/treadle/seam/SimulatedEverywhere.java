package dev.treadle.seam;

/// A provider to which every thread is simulated.
public final class SimulatedEverywhere implements WorldProvider {

  private final World world = new SimulatedWorld();

  public SimulatedEverywhere() {}

  @Override
  public World current() {
    return world;
  }
}
