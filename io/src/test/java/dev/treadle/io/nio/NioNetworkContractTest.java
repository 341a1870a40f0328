package dev.treadle.io.nio;

import dev.treadle.seam.Network;
import dev.treadle.test.net.NetworkContract;

/// The real network does what the simulated one does.
class NioNetworkContractTest extends NetworkContract {

  private final Network network = new NioNetwork();

  @Override
  protected Network network() {
    return network;
  }
}
