package dev.treadle.io;

import static dev.treadle.Treadle.timeout;
import static dev.treadle.io.ByteStreamContract.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The example of [ProxyProtocol], run as a test.
class ProxyProtocolSnippets {

  private final List<String> log = new ArrayList<>();

  // @start region="read"
  void serve(ByteStream accepted) throws IOException {
    var stream = timeout(Duration.ofSeconds(2), () -> ProxyProtocol.read(accepted));
    log.add("from " + stream.remoteAddress() + ": " + ByteReader.of(stream).readLine(1_000));
  }

  // @end region="read"

  @TreadleTest
  void theServerKnowsWhereTheConnectionCameFrom() throws IOException {
    try (var pair = MemoryStream.pair()) {
      write(pair.client(), "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\nhello\n");

      serve(pair.server());

      assertThat(log).containsExactly("from /192.0.2.1:56324: hello");
    }
  }
}
