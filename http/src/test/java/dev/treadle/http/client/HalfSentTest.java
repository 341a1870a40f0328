package dev.treadle.http.client;

import static dev.treadle.Treadle.sleep;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.io.ByteStream;
import dev.treadle.io.Dns;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Servers that go away before they have all of a request.
class HalfSentTest {

  private static final String URL = "http://server/";

  /// A head that fits neither into the client's buffer nor into the connection.
  private static final Request LONG =
      Request.get(URL).withHeader("Long", "v".repeat(30_000)).withHeader("Other", "x");

  private static final Request ASKING =
      Request.post(URL, Content.text("hello"))
          .withHeader("Long", "v".repeat(2_000))
          .withExpectContinue();

  private static final Content MUCH = Content.of(new byte[100_000]);

  private static void withSmallBuffers(Simulation simulation) {
    simulation.network().links().configure(link -> link.withBufferBytes(500));
  }

  private static ScriptedServer leaving(Simulation simulation, String lastWords) {
    withSmallBuffers(simulation);
    return ScriptedServer.start(
        simulation,
        peer -> {
          peer.readBody(10);
          sleep(Duration.ofMillis(1));
          peer.send(lastWords);
          peer.close();
        });
  }

  @TreadleTest
  void whoGoesWithinALongHeadHasLostTheConnection(Simulation simulation) throws Exception {
    try (var _ = leaving(simulation, "");
        var client = ExchangeTest.bare()) {
      var lost = thrownBy(HttpException.ConnectionLost.class, () -> client.send(LONG));

      assertThat(lost)
          .hasMessageStartingWith("expected server:80 to send an answer to GET http://server/");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void whoGoesWhileItIsAskedWhetherItWantsContentHasLostTheConnection(Simulation simulation)
      throws Exception {
    try (var _ = leaving(simulation, "");
        var client = ExchangeTest.bare()) {
      var lost = thrownBy(HttpException.ConnectionLost.class, () -> client.send(ASKING));

      assertThat(lost)
          .hasMessageStartingWith("expected server:80 to send an answer to POST http://server/");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void whoSaysWhyBeforeItGoesIsHeard() throws Exception {
    for (var request : List.of(Request.get(URL), LONG, ASKING, LONG.withContent(MUCH))) {
      try (var client = connectedTo(new Refusing())) {
        assertThat(client.send(request).text()).isEqualTo("long");
        assertThat(client.statistics().open()).isZero();
      }
    }
  }

  private static HttpClient connectedTo(ByteStream stream) {
    var connector =
        new Connector(Dns.system(), null) {
          @Override
          ByteStream stream(Route route) {
            return stream;
          }
        };
    var settings = ExchangeTest.bare(new ClientSettings());
    return HttpClient.open(
        s -> ExchangeTest.bare(s).withTransport(new Http1Transport(settings, connector)));
  }

  /// A connection that takes nothing, but has something to say, as Linux has it after a reset.
  private static final class Refusing implements ByteStream {

    private final ByteBuffer said =
        ExchangeTest.bytes("HTTP/1.1 431 Too Large\r\nContent-Length: 4\r\n\r\nlong");

    @Override
    public int read(ByteBuffer into) {
      int count = Math.min(into.remaining(), said.remaining());
      into.put(said.slice(said.position(), count));
      said.position(said.position() + count);
      return count == 0 ? -1 : count;
    }

    @Override
    public int tryRead(ByteBuffer into) {
      return read(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
      throw new IOException("broken pipe");
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void abort() {}

    @Override
    public SocketAddress localAddress() {
      return new InetSocketAddress(80);
    }

    @Override
    public SocketAddress remoteAddress() {
      return new InetSocketAddress(80);
    }

    @Override
    public void close() {}
  }

  @TreadleTest
  void aKeptConnectionThatBreaksWithinALongHeadIsReplaced(Simulation simulation) throws Exception {
    withSmallBuffers(simulation);
    var heads = new AtomicInteger();
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.ok("ok");
                  if (heads.incrementAndGet() == 1) {
                    peer.readBody(10);
                  }
                });
        var client = ExchangeTest.bare()) {
      client.get(URL);

      assertThat(client.send(LONG).text()).isEqualTo("ok");
      assertThat(server.accepted()).isEqualTo(2);
    }
  }
}
