package dev.treadle.seam;

import java.time.Instant;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The production provider: the JDK's clock, timers, threads and randomness, and no faults.
final class RealWorld implements World {

  private final TaskEvents events = new SilentEvents();

  @Override
  public boolean isSimulated() {
    return false;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable action) {
    return RealTimers.schedule(delayNanos, action);
  }

  @Override
  public Thread.Builder.OfVirtual virtualThreads() {
    return Thread.ofVirtual();
  }

  @Override
  public RandomGenerator random() {
    return ThreadLocalRandom.current();
  }

  @Override
  public TaskEvents events() {
    return events;
  }

  @Override
  public Network network() {
    var network = RealNetwork.INSTANCE;
    if (network == null) {
      throw new IllegalStateException(
          "no network: expected a module that provides dev.treadle.seam.Network, found none; "
              + "add dev.treadle:treadle-io to the module or class path");
    }
    return network;
  }

  @Override
  public boolean fires(String faultPoint) {
    return false;
  }

  /// Looked up on first use, so that programs without a network never pay for the search. `null` if
  /// there is none: to throw here would be an error in a static initialiser.
  private static final class RealNetwork {
    static final @Nullable Network INSTANCE =
        ServiceLoader.load(Network.class, RealWorld.class.getClassLoader())
            .findFirst()
            .orElse(null);
  }
}
