package dev.treadle.http.client;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.flow.Flow;
import dev.treadle.http.MediaType;
import dev.treadle.http.client.HttpException.Phase;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Which connection a request gets, how long it waits for it, and what becomes of it.
class ConnectionPoolTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static HttpClient client(int total, int perHost) {
    return HttpClient.open(
        s -> ExchangeTest.bare(s).withLimits(l -> l.withTotal(total).withPerHost(perHost)));
  }

  /// Answers after a second.
  private static ScriptedServer slow(Simulation simulation, String host) {
    return ScriptedServer.start(
        simulation,
        host,
        80,
        peer -> {
          while (peer.readHead() != null) {
            sleep(Duration.ofSeconds(1));
            peer.send(OK);
          }
        });
  }

  @TreadleTest
  void aConnectionIsUsedAgain(Simulation simulation) throws Exception {
    try (var server = ScriptedServer.answering(simulation, OK);
        var client = ExchangeTest.bare()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("http://server/").text()).isEqualTo("ok");
      }

      assertThat(server.accepted()).isEqualTo(1);
      assertThat(client.statistics()).isEqualTo(new PoolStatistics(1, 1, 0));
    }
  }

  @TreadleTest
  void noMoreConnectionsThanOneHostMayHave(Simulation simulation) throws Exception {
    try (var server = slow(simulation, "server");
        var client = client(100, 3)) {
      var numbers = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

      gather(numbers, _ -> client.get("http://server/"));

      assertThat(simulation.clock().elapsed()).hasSeconds(3);
      assertThat(server.most()).isEqualTo(3);
    }
  }

  @TreadleTest
  void whoAsksFirstIsServedFirst(Simulation simulation) throws Exception {
    var order = new CopyOnWriteArrayList<Integer>();
    try (var _ = slow(simulation, "server");
        var client = client(100, 1)) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 5; i++) {
          int number = i;
          group.start(() -> {
            sleep(Duration.ofMillis(number));
            client.get("http://server/");
            order.add(number);
          });
        }
      });

      assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @TreadleTest
  void anIdleConnectionGoesIfAnotherHostNeedsItsPlace(Simulation simulation) throws Exception {
    try (var one = ScriptedServer.start(simulation, "one", 80, ConnectionPoolTest::serve);
        var other = ScriptedServer.start(simulation, "other", 80, ConnectionPoolTest::serve);
        var client = client(1, 1)) {
      client.get("http://one/");
      client.get("http://other/");
      simulation.awaitBlocked();

      assertThat(one.open()).isZero();
      assertThat(other.open()).isEqualTo(1);
      assertThat(client.statistics()).isEqualTo(new PoolStatistics(1, 1, 0));
    }
  }

  private static void serve(ScriptedServer.Peer peer) throws IOException {
    while (peer.readHead() != null) {
      peer.send(OK);
    }
  }

  @TreadleTest
  void whoWaitsForAPlaceOfAllGetsTheNextOneOfAnyHost(Simulation simulation) throws Exception {
    var order = new CopyOnWriteArrayList<String>();
    try (var _ = slow(simulation, "one");
        var _ = slow(simulation, "other");
        var client = client(1, 1)) {
      TaskGroup.run(group -> {
        var hosts = List.of("one", "other", "one");
        for (int i = 0; i < hosts.size(); i++) {
          int number = i;
          group.start(() -> {
            sleep(Duration.ofMillis(number));
            client.get("http://" + hosts.get(number) + "/");
            order.add(number + hosts.get(number));
          });
        }
      });

      assertThat(order).containsExactly("0one", "1other", "2one");
    }
  }

  @TreadleTest
  void waitingForAConnectionHasALimit(Simulation simulation) throws Exception {
    try (var _ = slow(simulation, "server");
        var client =
            HttpClient.open(s ->
                s.withLimits(l -> l.withPerHost(1))
                    .withTimeouts(t -> t.withAcquire(Duration.ofMillis(300))))) {
      TaskGroup.run(group -> {
        group.start(() -> client.get("http://server/"));
        sleep(Duration.ofMillis(1));

        var failure = thrownBy(HttpException.TimedOut.class, () -> client.get("http://server/"));

        assertThat(failure)
            .hasMessage(
                "expected a free connection to server:80 within PT0.3S;"
                    + " all 1 are in use (256 to all hosts)");
        assertThat(failure.phase()).isEqualTo(Phase.ACQUIRE);
        assertThat(failure.limit()).hasMillis(300);
        assertThat(client.statistics()).isEqualTo(new PoolStatistics(1, 0, 0));
      });
    }
  }

  @TreadleTest
  void idleConnectionsAreClosedWhenTheirTimeComes(Simulation simulation) throws Exception {
    try (var server = ScriptedServer.answering(simulation, OK);
        var client = HttpClient.open(s -> s.withLimits(l -> l.withIdle(Duration.ofSeconds(5))))) {
      client.get("http://server/");
      sleep(Duration.ofMillis(4_900));
      assertThat(server.open()).isEqualTo(1);

      sleep(Duration.ofMillis(200));

      assertThat(server.open()).isZero();
      assertThat(client.statistics()).isEqualTo(new PoolStatistics(0, 0, 0));
    }
  }

  @TreadleTest
  void aServerThatKeepsConnectionsForLessIsObeyed(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.answering(
                simulation,
                "HTTP/1.1 200 OK\r\nKeep-Alive: max=100, timeout=3\r\nContent-Length: 0\r\n\r\n");
        var client = ExchangeTest.bare()) {
      client.get("http://server/");
      sleep(Duration.ofMillis(2_100));

      assertThat(server.open()).isZero();
    }
  }

  @TreadleTest
  void aConnectionThatTheServerClosedMeanwhileIsNotNoticed(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(OK);
                });
        var client = ExchangeTest.bare()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.get("http://server/").text()).isEqualTo("ok");
      }

      assertThat(server.accepted()).isEqualTo(5);
    }
  }

  @TreadleTest
  void whatMayNotBeDoneTwiceIsNotSentAgain(Simulation simulation) throws Exception {
    var posts = new AtomicInteger();
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(OK);
                  peer.readHead();
                  peer.readBody(1);
                  posts.incrementAndGet();
                });
        var client = ExchangeTest.bare()) {
      client.get("http://server/");

      var failure =
          thrownBy(
              HttpException.ConnectionLost.class,
              () -> client.post("http://server/", Content.text("x")));

      assertThat(failure)
          .hasMessage(
              "expected server:80 to send an answer to POST http://server/, and the connection"
                  + " broke: expected an answer, found the end of the connection");
      assertThat(posts).hasValue(1);
    }
  }

  @TreadleTest
  void whoCountsAttemptsHasNothingSentAgain(Simulation simulation) throws Exception {
    var asked = new AtomicInteger();
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(OK);
                  peer.readHead();
                  asked.incrementAndGet();
                });
        var client = HttpClient.open(s -> ExchangeTest.bare(s).withoutResending())) {
      client.get("http://server/");

      thrownBy(HttpException.ConnectionLost.class, () -> client.get("http://server/"));

      assertThat(asked).hasValue(1);
    }
  }

  @TreadleTest
  void aRequestThatMeetsOnlyDyingConnectionsGivesUp(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  if (peer.number() == 1) {
                    peer.readHead();
                    peer.send(OK);
                  }
                  peer.readHead();
                });
        var client = ExchangeTest.bare()) {
      client.get("http://server/");

      var failure =
          thrownBy(HttpException.ConnectionLost.class, () -> client.get("http://server/"));

      assertThat(failure).hasMessageContaining("found the end of the connection");
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @TreadleTest
  void aConnectionThatWasIdleForLongIsLookedAtBeforeAPost(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(OK);
                  if (peer.number() == 1) {
                    sleep(Duration.ofSeconds(2));
                  }
                });
        var client = ExchangeTest.bare()) {
      client.get("http://server/");
      sleep(Duration.ofSeconds(3));

      assertThat(client.post("http://server/", Content.none()).text()).isEqualTo("ok");
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @TreadleTest
  void aConnectionThatTheServerJustClosedIsNotUsedForAPost(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(OK);
                });
        var client = ExchangeTest.bare()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(client.post("http://server/", Content.none()).text()).isEqualTo("ok");
        simulation.awaitBlocked();
        assertThat(server.accepted()).isEqualTo(i);
      }
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void whatAServerSaysBetweenTwoRequestsIsNotTakenForAnAnswer(Simulation simulation)
      throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  while (peer.readHead() != null) {
                    peer.send(OK);
                    sleep(Duration.ofMillis(1));
                    peer.send(OK.replace("ok", "no"));
                  }
                });
        var client = ExchangeTest.bare()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(client.get("http://server/").text()).isEqualTo("ok");
        sleep(Duration.ofMillis(2));
        assertThat(server.accepted()).isEqualTo(i);
      }
    }
  }

  @TreadleTest
  void aConnectionThatIsToBeClosedIsNotUsedAgain(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.answering(
                simulation, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        var client = ExchangeTest.bare()) {
      client.get("http://server/");
      client.get("http://server/");

      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @TreadleTest
  void whatAServerSaysUnaskedIsNotTakenForAnAnswer(Simulation simulation) throws Exception {
    try (var server = ScriptedServer.answering(simulation, OK + OK.replace("ok", "no"));
        var client = ExchangeTest.bare()) {
      assertThat(client.get("http://server/").text()).isEqualTo("ok");
      assertThat(client.get("http://server/").text()).isEqualTo("ok");
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @TreadleTest
  void aRequestThatWasNotSentWholeCostsItsConnection(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
                  sleep(Duration.ofSeconds(1));
                });
        var client = ExchangeTest.bare()) {
      var endless =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                while (true) {
                  sink.write(ByteBuffer.allocate(10_000));
                }
              });
      client.post("http://server/", endless);
      client.post("http://server/", endless);

      assertThat(server.accepted()).isEqualTo(2);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void nobodyListens(Simulation simulation) throws Exception {
    simulation.network().host("server");
    try (var client = ExchangeTest.bare()) {
      var failure = thrownBy(HttpException.ConnectFailed.class, () -> client.get("http://server/"));

      assertThat(failure).hasMessageStartingWith("expected a connection to server:80: ");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void thereIsNoSuchHost() throws Exception {
    try (var client = ExchangeTest.bare()) {
      var failure = thrownBy(HttpException.ConnectFailed.class, () -> client.get("http://nobody/"));

      assertThat(failure).hasMessageStartingWith("expected a connection to nobody:80: ");
    }
  }

  @TreadleTest
  void aClosedClientAsksNobody() throws Exception {
    var client = HttpClient.open();
    client.close();
    client.close();

    var failure = thrownBy(HttpException.Closed.class, () -> client.get("http://server/"));

    assertThat(failure).hasMessage("the client is closed");
  }

  @TreadleTest
  void closingEndsWhatIsUnderWayAndWhoWaits(Simulation simulation) throws Exception {
    var client = client(1, 1);
    try (var _ = slow(simulation, "server")) {
      TaskGroup.run(group -> {
        var first =
            group.start(() -> thrownBy(HttpException.class, () -> client.get("http://server/")));
        var second =
            group.start(() -> thrownBy(HttpException.class, () -> client.get("http://server/")));
        sleep(Duration.ofMillis(500));

        client.close();

        assertThat(first.await()).hasMessage("the client is closed");
        assertThat(second.await()).hasMessage("the client is closed");
      });
      assertThat(simulation.clock().elapsed()).hasMillis(500);
      assertThat(client.statistics()).isEqualTo(new PoolStatistics(0, 0, 0));
    }
  }

  @TreadleTest
  void eachOriginHasConnectionsOfItsOwn(Simulation simulation) throws Exception {
    try (var one = ScriptedServer.start(simulation, "server", 80, ConnectionPoolTest::serve);
        var other = ScriptedServer.start(simulation, "server", 81, ConnectionPoolTest::serve);
        var client = ExchangeTest.bare()) {
      for (int i = 0; i < 3; i++) {
        client.get("http://server/");
        client.get("http://SERVER:80/x");
        client.get("http://server:81/");
      }

      assertThat(one.accepted()).isEqualTo(1);
      assertThat(other.accepted()).isEqualTo(1);
    }
  }

  /// Reads the first request of its first connection, answers it, and hangs up on the second.
  private static ScriptedServer dyingOnce(Simulation simulation, List<String> heard) {
    return ScriptedServer.start(
        simulation,
        peer -> {
          for (var head = peer.readHead(); head != null; head = peer.readHead()) {
            heard.add(head.split(" ", 2)[0] + (head.contains("Length: 3") ? peer.readBody(3) : ""));
            if (peer.number() == 1 && heard.size() == 2) {
              return;
            }
            peer.send(OK);
          }
        });
  }

  @TreadleTest
  void whatMayBeDoneTwiceIsSentAgainWithItsContent(Simulation simulation) throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    try (var _ = dyingOnce(simulation, heard);
        var client = ExchangeTest.bare()) {
      client.get("http://server/");

      assertThat(client.put("http://server/", Content.text("abc")).text()).isEqualTo("ok");
      assertThat(heard).containsExactly("GET", "PUTabc", "PUTabc");
    }
  }

  @TreadleTest
  void contentThatCannotBeSentTwiceIsNotSentAgain(Simulation simulation) throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    try (var _ = dyingOnce(simulation, heard);
        var client = ExchangeTest.bare()) {
      client.get("http://server/");
      var once = Content.flow(Flow.of(ExchangeTest.bytes("abc")), MediaType.BYTES, 3);

      thrownBy(HttpException.ConnectionLost.class, () -> client.put("http://server/", once));

      assertThat(heard).containsExactly("GET", "PUTabc");
    }
  }

  @TreadleTest
  void whoIsCancelledWhileWaitingLeavesTheLine(Simulation simulation) throws Exception {
    var order = new CopyOnWriteArrayList<Integer>();
    try (var _ = slow(simulation, "server");
        var client = client(100, 1)) {
      TaskGroup.run(group -> {
        group.start(() -> client.get("http://server/"));
        sleep(Duration.ofMillis(1));
        var second = group.start(() -> client.get("http://server/"));
        sleep(Duration.ofMillis(1));
        group.start(() -> order.add(client.get("http://server/").status().code()));
        sleep(Duration.ofMillis(1));
        assertThat(client.statistics()).isEqualTo(new PoolStatistics(1, 0, 2));

        second.cancel("changed its mind");
        simulation.awaitBlocked();

        assertThat(client.statistics()).isEqualTo(new PoolStatistics(1, 0, 1));
      });
      assertThat(order).containsExactly(200);
      assertThat(simulation.clock().elapsed()).hasSeconds(2);
    }
  }
}
