package dev.treadle.test.net;

import dev.treadle.seam.Network;
import dev.treadle.seam.World;
import dev.treadle.test.Simulated;
import dev.treadle.test.VirtualSleep;
import java.time.Duration;

/// The network that library code finds in a simulation, in the simulation's time.
@Simulated
class SimulatedNetworkContractTest extends NetworkContract {

  @Override
  protected Network network() {
    return World.current().network();
  }

  @Override
  protected void pause() {
    VirtualSleep.sleep(Duration.ofMillis(1));
  }
}
