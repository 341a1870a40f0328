package dev.treadle.sync;

import static dev.treadle.Treadle.gather;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// The example of [RateLimiter].
class RateLimiterSnippets {

  // @start region="acquire"
  // The map service takes 10 requests a second.
  private final RateLimiter maps = RateLimiter.tokenBucket("maps", 10, Duration.ofSeconds(1), 10);

  String locate(String address) {
    maps.acquire();
    return request(address);
  }

  // @end region="acquire"

  private static String request(String address) {
    return "location of " + address;
  }

  @TreadleTest
  void thirtyRequestsTakeTwoSeconds(Simulation simulation) {
    var addresses = IntStream.range(0, 30).mapToObj(Integer::toString).toList();

    List<String> locations = gather(addresses, address -> locate(address));

    assertThat(locations).hasSize(30);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }
}
