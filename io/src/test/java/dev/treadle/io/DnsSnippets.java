package dev.treadle.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;

/// The example of [Dns], run as a test.
class DnsSnippets {

  @TreadleTest
  void override() throws IOException {
    try (var listener = Tcp.listen(8080)) {
      // @start region="override"
      var dns =
          Dns.create(settings ->
              settings.withOverride("api.example.com", InetAddress.ofLiteral("127.0.0.1")));

      try (var stream = Tcp.connect("api.example.com", 8080, dns)) {
        // @end region="override"
        assertThat(stream.remoteAddress()).isEqualTo(listener.address());
      }
    }
  }
}
