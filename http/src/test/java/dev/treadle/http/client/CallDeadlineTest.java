package dev.treadle.http.client;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.http.DeadlineHeader;
import dev.treadle.http.client.HttpException.Phase;
import dev.treadle.retry.Retry;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// How long a call may take, and what becomes of it when that is over.
class CallDeadlineTest {

  private static final String URL = "http://server/";

  private static HttpClient client(UnaryOperator<Timeouts> timeouts) {
    return HttpClient.open(s -> ExchangeTest.bare(s).withTimeouts(timeouts));
  }

  private static ScriptedServer trickling(Simulation simulation) {
    return ScriptedServer.start(
        simulation,
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
          for (int i = 0; i < 1000; i++) {
            sleep(Duration.ofMillis(100));
            peer.send("x");
          }
        });
  }

  @TreadleTest
  void theScopesDeadlineCoversAnAnswerThatTrickles(Simulation simulation) throws Exception {
    try (var server = trickling(simulation);
        var client = client(t -> t)) {
      thrownBy(
          TaskTimeoutException.class, () -> timeout(Duration.ofSeconds(3), () -> client.get(URL)));

      assertThat(simulation.clock().elapsed()).hasSeconds(3);
      assertThat(client.statistics().open()).isZero();
      sleep(Duration.ofMillis(200));
      assertThat(server.open()).isZero();
    }
  }

  @TreadleTest
  void theTotalLimitCoversAnAnswerThatTrickles(Simulation simulation) throws Exception {
    try (var _ = trickling(simulation);
        var client = client(t -> t.withTotal(Duration.ofSeconds(2)))) {
      var failure = thrownBy(HttpException.TimedOut.class, () -> client.get(URL));

      assertThat(failure)
          .hasMessage("expected GET http://server/ to end within PT2S, and it did not");
      assertThat(failure.phase()).isEqualTo(Phase.TOTAL);
      assertThat(simulation.clock().elapsed()).hasSeconds(2);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void theTotalLimitCoversTheBlockOfAStream(Simulation simulation) throws Exception {
    try (var _ = trickling(simulation);
        var client = client(t -> t.withTotal(Duration.ofSeconds(2)))) {
      var failure =
          thrownBy(
              HttpException.TimedOut.class,
              () ->
                  client.stream(
                      Request.get(URL),
                      _ -> {
                        sleep(Duration.ofSeconds(5));
                        return "late";
                      }));

      assertThat(failure.phase()).isEqualTo(Phase.TOTAL);
      assertThat(simulation.clock().elapsed()).hasSeconds(2);
    }
  }

  @TreadleTest
  void anAnswerMayTakeLongAsLongAsItMoves(Simulation simulation) throws Exception {
    try (var _ = trickling(simulation);
        var client = client(t -> t.withRead(Duration.ofMillis(200)))) {
      assertThat(client.get(URL).bytes()).hasSize(1000);
      assertThat(simulation.clock().elapsed()).hasSeconds(100);
    }
  }

  @TreadleTest
  void anAnswerThatStopsIsGivenUp(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
                  sleep(Duration.ofMinutes(5));
                });
        var client = client(t -> t.withRead(Duration.ofSeconds(7)))) {
      var failure = thrownBy(HttpException.TimedOut.class, () -> client.get(URL));

      assertThat(failure)
          .hasMessage("expected server:80 to send something within PT7S, and nothing moved");
      assertThat(failure.phase()).isEqualTo(Phase.READ);
      assertThat(simulation.clock().elapsed()).hasSeconds(7);
    }
  }

  @TreadleTest
  void aServerThatTakesNothingIsGivenUp(Simulation simulation) throws Exception {
    try (var _ = ScriptedServer.start(simulation, _ -> sleep(Duration.ofMinutes(5)));
        var client = client(t -> t.withRead(Duration.ofSeconds(7)))) {
      var much = Content.of(new byte[10_000_000]);

      var failure = thrownBy(HttpException.TimedOut.class, () -> client.post(URL, much));

      assertThat(failure)
          .hasMessage(
              "expected server:80 to be ready for more of the request within PT7S,"
                  + " and nothing moved");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void aSlowUploadIsNotTakenForAServerThatDoesNotAnswer(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  for (int i = 0; i < 20; i++) {
                    assertThat(peer.readBody(6 + 9_000 + 2)).endsWith("x\r\n");
                  }
                  peer.expect("0\r\n\r\n");
                  peer.ok("done");
                });
        var client = client(t -> t.withRead(Duration.ofSeconds(2)))) {
      var slow =
          Content.writing(
              dev.treadle.http.MediaType.BYTES,
              sink -> {
                for (int i = 0; i < 20; i++) {
                  sleep(Duration.ofSeconds(1));
                  sink.write(ExchangeTest.bytes("x".repeat(9_000)));
                }
              });

      assertThat(client.post(URL, slow).text()).isEqualTo("done");
    }
  }

  @TreadleTest
  void connectingHasALimit(Simulation simulation) throws Exception {
    var server = simulation.network().host("server");
    simulation.network().host("test");
    simulation.network().linksOf(server).partition();
    try (var client = client(t -> t.withConnect(Duration.ofSeconds(4)))) {
      var failure = thrownBy(HttpException.TimedOut.class, () -> client.get(URL));

      assertThat(failure).hasMessage("expected a connection to server:80 within PT4S");
      assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void aCancelledCallClosesItsConnectionAtOnce(Simulation simulation) throws Exception {
    try (var server = trickling(simulation);
        var client = client(t -> t)) {
      TaskGroup.run(group -> {
        var call = group.start(() -> client.get(URL));
        sleep(Duration.ofMillis(1_050));
        assertThat(server.open()).isEqualTo(1);

        call.cancel("changed my mind");
        simulation.awaitBlocked();

        assertThat(client.statistics().open()).isZero();
        assertThat(simulation.clock().elapsed()).hasMillis(1_050);
      });
    }
  }

  @TreadleTest
  void whatIsLeftOfTheDeadlineIsToldToTheServer(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  assertThat(peer.readHead()).contains("\r\n" + DeadlineHeader.NAME + ": 2500\r\n");
                  peer.ok("");
                  assertThat(peer.readHead()).doesNotContain(DeadlineHeader.NAME);
                  peer.ok("");
                });
        var client = client(t -> t)) {
      timeout(
          Duration.ofSeconds(3),
          () -> {
            sleep(Duration.ofMillis(500));
            return client.get(URL);
          });
      client.get(URL);
    }
  }

  @TreadleTest
  void theEarlierOfDeadlineAndLimitIsTold(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  assertThat(peer.readHead()).contains(DeadlineHeader.NAME + ": 1000\r\n");
                  peer.ok("");
                });
        var client = client(t -> t.withTotal(Duration.ofSeconds(1)))) {
      timeout(Duration.ofSeconds(3), () -> client.get(URL));
    }
  }

  @TreadleTest
  void nothingIsToldToWhomItIsNoBusiness(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  assertThat(peer.readHead()).doesNotContain(DeadlineHeader.NAME);
                  peer.ok("");
                });
        var client = HttpClient.open(ClientSettings::withoutDeadlineHeader)) {
      timeout(Duration.ofSeconds(3), () -> client.get(URL));
    }
  }

  @TreadleTest
  void theScopesDeadlineCoversAHeadThatTrickles(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nLong: ");
                  while (true) {
                    sleep(Duration.ofMillis(100));
                    peer.send("x");
                  }
                });
        var client = client(t -> t)) {
      thrownBy(
          TaskTimeoutException.class, () -> timeout(Duration.ofSeconds(3), () -> client.get(URL)));

      assertThat(simulation.clock().elapsed()).hasSeconds(3);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void theScopesDeadlineCoversARequestThatIsTakenInTrickles(Simulation simulation)
      throws Exception {
    simulation.network().links().configure(link -> link.withBufferBytes(100));
    for (int size : new int[] {5_000, 50_000}) {
      try (var _ =
              ScriptedServer.start(
                  simulation,
                  peer -> {
                    while (true) {
                      sleep(Duration.ofMillis(100));
                      peer.readBody(1);
                    }
                  });
          var client = client(t -> t)) {
        var start = simulation.clock().elapsed();

        thrownBy(
            TaskTimeoutException.class,
            () ->
                timeout(Duration.ofSeconds(3), () -> client.post(URL, Content.of(new byte[size]))));

        assertThat(simulation.clock().elapsed().minus(start)).hasSeconds(3);
        assertThat(client.statistics().open()).isZero();
      }
    }
  }

  @TreadleTest
  void theTotalLimitCoversRedirectsRetriesAndWaitingForAConnection(Simulation simulation)
      throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  for (var target = peer.readTarget(); target != null; target = peer.readTarget()) {
                    sleep(Duration.ofMillis(700));
                    peer.send(
                        "HTTP/1.1 302 On\r\nLocation: %sx\r\nContent-Length: 0\r\n\r\n"
                            .formatted(target));
                  }
                });
        var client =
            HttpClient.open(s ->
                ExchangeTest.bare(s)
                    .withMaxRedirects(4)
                    .withLimits(l -> l.withPerHost(1))
                    .withRetry(Retry.of(9).withRetryOn(HttpException.class))
                    .withTimeouts(t -> t.withTotal(Duration.ofSeconds(10))))) {
      gather(
          () -> totalIsExceeded(client),
          () -> totalIsExceeded(client),
          () -> totalIsExceeded(client));

      assertThat(simulation.clock().elapsed()).hasSeconds(10);
      assertThat(client.statistics()).isEqualTo(new PoolStatistics(0, 0, 0));
    }
  }

  private static boolean totalIsExceeded(HttpClient client) throws Exception {
    var failure = thrownBy(HttpException.TimedOut.class, () -> client.get(URL));
    assertThat(failure.phase()).isEqualTo(Phase.TOTAL);
    return true;
  }

  /// Calls who listens and says nothing; how the client got there is in the message.
  private static String connectingFails(
      Simulation simulation, int port, String url, Proxies proxies) throws Exception {
    try (var server = ScriptedServer.start(simulation, "server", port, CallDeadlineTest::silent);
        var client =
            HttpClient.open(s ->
                s.withProxies(proxies).withTimeouts(t -> t.withConnect(Duration.ofSeconds(4))))) {
      var failure = thrownBy(HttpException.TimedOut.class, () -> client.get(url));

      assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
      assertThat(simulation.clock().elapsed()).hasSeconds(4);
      assertThat(client.statistics().open()).isZero();
      simulation.awaitBlocked();
      assertThat(server.open()).isZero();
      return String.valueOf(failure.getMessage());
    }
  }

  private static void silent(ScriptedServer.Peer peer) throws IOException {
    while (peer.stream().read(ByteBuffer.allocate(1000)) >= 0) {
      // says nothing
    }
  }

  @TreadleTest
  void aHandshakeOfTlsThatIsNotAnsweredIsPartOfConnecting(Simulation simulation) throws Exception {
    assertThat(connectingFails(simulation, 443, "https://server/", Proxies.none()))
        .isEqualTo("expected a connection to server:443 within PT4S");
  }

  @TreadleTest
  void aProxyThatDoesNotAnswerIsPartOfConnecting(Simulation simulation) throws Exception {
    var proxies = Proxies.all(Proxy.of("http://server:3128"));

    assertThat(connectingFails(simulation, 3128, "https://there/", proxies))
        .isEqualTo("expected a connection to there:443 through HTTP proxy server:3128 within PT4S");
  }

  @TreadleTest
  void socksThatDoesNotAnswerIsPartOfConnecting(Simulation simulation) throws Exception {
    var proxies = Proxies.all(Proxy.of("socks5://server"));

    assertThat(connectingFails(simulation, 1080, "http://there/", proxies))
        .isEqualTo(
            "expected a connection to there:80 through SOCKS5 proxy server:1080 within PT4S");
  }
}
