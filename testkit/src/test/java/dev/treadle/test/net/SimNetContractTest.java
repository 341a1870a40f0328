package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.seam.Network;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/// The fake network in time driven by hand, under conditions that change nothing but the timing.
class SimNetContractTest extends NetworkContract {

  private final ManualWorld world = new ManualWorld(1);
  private final SimNet net = SimNet.create(world);
  private final SimHost host = net.host("alone");
  private int idle;

  SimNetContractTest() {
    net.links()
        .configure(link ->
            link.withLatency(Duration.ofMillis(1), Duration.ofMillis(5)).withBufferBytes(5000));
  }

  @Override
  protected Network network() {
    return host.network();
  }

  @Override
  protected void pause() {
    idle = world.step() ? 0 : idle + 1;
    assertThat(idle).as("waits in a row in which nothing happened").isLessThan(100);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    closeAllQuietly();

    assertThat(world.open()).isEmpty();
  }

  private void closeAllQuietly() {
    try {
      closeAll();
    } catch (java.io.IOException e) {
      throw new AssertionError("closing a simulated socket failed", e);
    }
  }
}
