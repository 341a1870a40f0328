package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import java.util.List;
import java.util.stream.Stream;

/// What a request costs a client. All ask Netty, which is neither's.
final class Clients {

  private static final double BEST_JAVA = 1.3;
  private static final double AIOHTTP = 8;
  private static final double HTTPX = 40;

  private final Battery treadle = asking(Served.java("Treadle", TreadleClient.class));
  private final List<Battery> peers =
      Stream.of(
              Served.java("Vert.x", VertxClient.class),
              Served.java("Apache", ApacheClient.class),
              Served.java("OkHttp", OkClient.class),
              Served.java("Jetty", JettyClient.class),
              Served.java("Helidon", HelidonClient.class),
              Served.java("JDK", JdkClient.class))
          .map(Clients::asking)
          .toList();
  private final Battery aiohttp = asking(Served.python("aiohttp", "aiohttp", "aiohttp_client.py"));
  private final Battery httpx = asking(Served.python("httpx", "httpx", "httpx_client.py"));

  private Clients() {}

  static Stream<Claim> claims() {
    return new Clients().rows();
  }

  private static Battery asking(Served.Kind client) {
    return Battery.of(client.asking(Servers.NETTY));
  }

  private Stream<Claim> rows() {
    return Stream.of(
        claim("client, 64 tasks on one origin", Asking.PLAIN, BEST_JAVA)
            .against(aiohttp.row(Asking.PLAIN), AIOHTTP)
            .against(httpx.row(Asking.PLAIN), HTTPX),
        claim("client, 64 tasks on one origin, TLS", Asking.TLS, 1)
            .against(aiohttp.row(Asking.TLS), 1)
            .against(httpx.row(Asking.TLS), 1));
  }

  private Claim claim(String name, String row, double target) {
    var claim = Claim.of(name, "ns of processor time/request", Better.LOWER, treadle.row(row));
    for (var peer : peers) {
      claim = claim.against(peer.row(row), target);
    }
    return claim;
  }
}
