package dev.treadle.http.client;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.flow.Flow;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Response;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Events that a server sends, and visits after it has hung up.
class EventsTest {

  private static final Request REQUEST = Request.get("http://server/news");
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static String chunk(String text) {
    return "%x\r\n%s\r\n".formatted(text.length(), text);
  }

  @TreadleTest
  void aVisitorComesBackForTheRest(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  var head = peer.readHead();
                  switch (peer.number()) {
                    case 1 -> {
                      assertThat(head).contains("Accept: text/event-stream\r\n");
                      assertThat(head).doesNotContain("Last-Event-ID");
                      peer.send(HEAD + chunk("id: 1\nretry: 500\ndata: one\n\nid: 2\ndata: t"));
                      peer.send(chunk("wo\n\ndata: lost"));
                    }
                    case 2 -> {
                      assertThat(head).contains("Last-Event-ID: 2\r\n");
                      peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
                    }
                    case 3 -> {
                      assertThat(head).contains("Last-Event-ID: 2\r\n");
                      peer.send(HEAD + chunk("data: three\n\n") + "0\r\n\r\n");
                    }
                    default -> peer.send("HTTP/1.1 204 No Content\r\n\r\n");
                  }
                });
        var client = HttpClient.open()) {
      var events = client.events(REQUEST).map(ServerSentEvent::data).toList();

      assertThat(events).containsExactly("one", "two", "three");
      assertThat(simulation.clock().elapsed())
          .isBetween(Duration.ofMillis(700), Duration.ofSeconds(3));
      assertThat(client.statistics().open()).isLessThanOrEqualTo(1);
    }
  }

  @TreadleTest
  void silenceIsNoFailure(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(HEAD);
                  sleep(Duration.ofMinutes(10));
                  peer.send(chunk("data: at last\n\n"));
                });
        var client = HttpClient.open()) {
      assertThat(client.events(REQUEST).first().orElseThrow().data()).isEqualTo("at last");
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void whatSendsNoEventsIsNotVisitedAgain(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.answering(
                simulation, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        var client = HttpClient.open()) {
      var failed = thrownBy(TaskFailedException.class, () -> client.events(REQUEST).toList());

      assertThat(failed).hasCauseInstanceOf(HttpException.BadStatus.class);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @TreadleTest
  void aPageIsNoStreamOfEvents(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.answering(
                simulation,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n");
        var client = HttpClient.open()) {
      var failed = thrownBy(TaskFailedException.class, () -> client.events(REQUEST).toList());

      assertThat(failed.getCause())
          .hasMessage(
              "expected events (text/event-stream) from GET http://server/news, found 200 OK"
                  + " text/html");
    }
  }

  @TreadleTest
  void anEventWithoutEndIsGivenUp(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(HEAD);
                  while (true) {
                    peer.send(chunk("data: " + "x".repeat(50_000) + "\n"));
                  }
                });
        var client = HttpClient.open()) {
      var failed = thrownBy(TaskFailedException.class, () -> client.events(REQUEST).toList());

      assertThat(failed).hasCauseInstanceOf(HttpException.TooLarge.class);
      assertThat(failed.getCause())
          .hasMessage(
              "expected events from GET http://server/news: an event is longer than the limit of"
                  + " 1048576 bytes");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void aServerThatCannotBeReachedIsVisitedAgain(Simulation simulation) throws Exception {
    try (var client = HttpClient.open()) {
      var first =
          TaskGroup.<String>call(group -> {
            var waiting = group.start(() -> client.events(REQUEST).first().orElseThrow().data());
            sleep(Duration.ofSeconds(30));
            try (var _ =
                ScriptedServer.start(
                    simulation,
                    peer -> {
                      peer.readHead();
                      peer.send(HEAD + chunk("data: here\n\n"));
                      sleep(Duration.ofMinutes(1));
                    })) {
              return waiting.await();
            }
          });

      assertThat(first).isEqualTo("here");
    }
  }

  @TreadleTest
  void whoIsCancelledBetweenTwoVisitsComesBackNoMore(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.answering(
                simulation, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        var client = HttpClient.open()) {
      assertThat(moveOnAfter(Duration.ofSeconds(1), () -> client.events(REQUEST).toList()))
          .isEmpty();
      assertThat(simulation.clock().elapsed()).hasSeconds(1);
      sleep(Duration.ofMinutes(5));

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  /// Longer than anybody waits, and still no reason to fail.
  @TreadleTest
  void aServerMayWantToBeLeftAloneForEver(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(HEAD + chunk("retry: 99999999999999999999\ndata: bye\n\n"));
                });
        var client = HttpClient.open()) {
      assertThat(moveOnAfter(Duration.ofDays(1000), () -> client.events(REQUEST).toList()))
          .isEmpty();

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @TreadleTest
  void theLimitsOfTheRequestHoldForItsEvents(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(HEAD);
                  sleep(Duration.ofSeconds(peer.number() == 1 ? 20 : 1));
                  peer.send(chunk("data: " + peer.number() + "\n\n"));
                  sleep(Duration.ofMinutes(1));
                });
        var client = HttpClient.open()) {
      var impatient = REQUEST.withTimeouts(Timeouts.NONE.withRead(Duration.ofSeconds(5)));

      assertThat(client.events(impatient).first().orElseThrow().data()).isEqualTo("2");
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  /// Three events a visit; every other one ends in the middle of the next.
  private static Response threeEvents(dev.treadle.http.server.Request request, int visit) {
    var seen = request.headers().first("last-event-id");
    int last = seen == null ? 0 : Integer.parseInt(seen);
    if (last == 9) {
      return Response.noContent();
    }
    return Response.events(
        Flow.of(1, 2, 3, 4)
            .takeWhile(n -> n < 4 || visit % 2 == 0)
            .map(n -> {
              if (n == 4) {
                throw new IOException("the connection is to break here");
              }
              return ServerSentEvent.of("event " + (last + n)).withId("" + (last + n));
            }));
  }

  @TreadleTest
  void bothEndsTogetherLoseNoEventAndRepeatNone(Simulation simulation) throws Exception {
    var visits = new AtomicInteger();
    TaskGroup.run(group -> {
      try (var server =
              HttpServer.open(
                  new InetSocketAddress(80),
                  settings -> settings,
                  request -> threeEvents(request, visits.incrementAndGet()));
          var client = HttpClient.open()) {
        group.start(server::serve);

        var heard = client.events(Request.get("http://localhost/")).map(e -> e.data()).toList();

        assertThat(heard)
            .isEqualTo(IntStream.rangeClosed(1, 9).mapToObj(n -> "event " + n).toList());
        assertThat(visits).hasValue(4);
      }
    });
  }
}
