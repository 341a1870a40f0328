package dev.treadle.io;

import dev.treadle.test.net.SimHost;
import java.io.IOException;
import java.net.InetSocketAddress;

/// Listeners at simulated hosts that are not the test's own.
final class ListenerOn {

  private ListenerOn() {}

  static Listener host(SimHost host, int port) throws IOException {
    return new Listener(
        host.network().listen(new InetSocketAddress(host.address(), port), 16),
        ListenSettings.defaults());
  }
}
