package dev.treadle.test;

import dev.treadle.seam.World;
import dev.treadle.seam.WorldProvider;
import org.jspecify.annotations.Nullable;

/// Tells the seam which simulation a thread lives in. A service; nobody else needs it.
public final class SimulatedWorlds implements WorldProvider {

  /// For the service loader.
  public SimulatedWorlds() {}

  @Override
  public @Nullable World current() {
    if (!Carrier.wasUsed()) {
      return null;
    }
    var thread = Thread.currentThread();
    var simulator = thread.isVirtual() ? Port.simulatorOf(thread) : Carrier.carried();
    return simulator == null ? null : simulator.world;
  }
}
