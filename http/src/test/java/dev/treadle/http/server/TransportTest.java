package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Each;
import dev.treadle.io.ProxyHeader;
import dev.treadle.io.ProxyProtocol;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// What stands between a connection and HTTP: the PROXY protocol of a load balancer.
class TransportTest {

  private static final String HEADER = "PROXY TCP4 192.0.2.7 203.0.113.1 4711 443\n";

  private static ServerSettings behindABalancer(ServerSettings settings) {
    return settings.withTransport(ProxyProtocol::read);
  }

  private static Response whoAsks(Request request) {
    return Response.text(request.remoteAddress().toString());
  }

  private static void behindABalancer(Simulation simulation, Each<Site, Exception> test)
      throws Exception {
    Site.run(simulation, TransportTest::behindABalancer, TransportTest::whoAsks, test);
  }

  @TreadleTest
  void theClientIsTheOneWhomTheBalancerNames(Simulation simulation) throws Exception {
    behindABalancer(
        simulation,
        site -> {
          try (var client = site.connect()) {
            client.send(HEADER + "GET / HTTP/1.1\nHost: a\n\n").expectText("/192.0.2.7:4711");
            client.get("/again").expectText("/192.0.2.7:4711");
          }
        });
  }

  @TreadleTest
  void theBinaryFormIsRead(Simulation simulation) throws Exception {
    behindABalancer(
        simulation,
        site -> {
          try (var client = site.connect()) {
            ProxyProtocol.write(
                client.stream(),
                ProxyHeader.of(
                    new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 1),
                    new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 2)));
            client.get("/").expectText("/[2001:db8:0:0:0:0:0:7]:1");
          }
        });
  }

  @TreadleTest
  void aHeaderMayComeByteByByte(Simulation simulation) throws Exception {
    behindABalancer(
        simulation,
        site -> {
          try (var client = site.connect()) {
            for (var letter : HEADER.replace("\n", "\r\n").split("", -1)) {
              client.sendExactly(letter);
              simulation.awaitBlocked();
            }
            client.get("/").expectText("/192.0.2.7:4711");
          }
        });
  }

  @TreadleTest
  void whoDoesNotComeThroughTheBalancerIsNotAnswered(Simulation simulation) throws Exception {
    behindABalancer(
        simulation,
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectEnd();
          }
          try (var client = site.connect()) {
            client.send(HEADER).get("/").expectText("/192.0.2.7:4711");
          }
        });
  }

  @TreadleTest
  void aHeaderHasAsLongAsAHead(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings -> behindABalancer(settings).withTimeouts(t -> t.withHead(Duration.ofSeconds(3))),
        TransportTest::whoAsks,
        site -> {
          try (var client = site.connect()) {
            client.send("PROXY TCP4 ").expectEnd();
            assertThat(simulation.clock().elapsed()).hasSeconds(3);
          }
        });
  }

  @TreadleTest
  void aServerThatStopsDoesNotWaitForAHeader(Simulation simulation) throws Exception {
    behindABalancer(
        simulation,
        site -> {
          try (var client = site.connect()) {
            client.send("PROXY TCP4 ");
            simulation.awaitBlocked();
            site.server().close();
            client.expectEnd();
            assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(1));
          }
        });
  }
}
