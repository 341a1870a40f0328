package dev.treadle.seam;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// A world that claims to be simulated and is the real one for the rest.
final class SimulatedWorld implements World {

  private final World real = new RealWorld();

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public long nanoTime() {
    return real.nanoTime();
  }

  @Override
  public Instant now() {
    return real.now();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable action) {
    return real.schedule(delayNanos, action);
  }

  @Override
  public Thread.Builder.OfVirtual virtualThreads() {
    return real.virtualThreads();
  }

  @Override
  public RandomGenerator random() {
    return real.random();
  }

  @Override
  public TaskEvents events() {
    return real.events();
  }

  @Override
  public Network network() {
    return new NoNetwork();
  }

  @Override
  public boolean fires(String faultPoint) {
    return true;
  }
}
