package dev.treadle.test.net;

import dev.treadle.seam.Network;

/// The fake network in the real world's time: a real-clock suite.
class SimNetRealTimeContractTest extends NetworkContract {

  private final SimHost host = SimNet.create().host("alone");

  @Override
  protected Network network() {
    return host.network();
  }
}
