package dev.treadle.test.net;

import dev.treadle.seam.Network;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Real sockets meet the same contract: a real-clock suite.
class LoopbackNetworkContractTest extends NetworkContract {

  private LoopbackNetwork network;

  @BeforeEach
  void open() throws IOException {
    network = LoopbackNetwork.open();
  }

  @AfterEach
  void close() throws IOException {
    closeAll();
    network.close();
  }

  @Override
  protected Network network() {
    return network;
  }
}
