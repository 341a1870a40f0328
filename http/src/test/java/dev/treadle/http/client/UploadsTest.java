package dev.treadle.http.client;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskTimeoutException;
import dev.treadle.Treadle;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Which content is sent beside its call, and whose request it may be.
class UploadsTest {

  private static final String URL = "http://server/";

  /// More than fits into all buffers on the way.
  private static final int MUCH = 2_000_000;

  private static final int PIECE = 500;

  private static void withSmallBuffers(Simulation simulation) {
    simulation.network().links().configure(link -> link.withBufferBytes(1_000));
  }

  /// Sends back what comes, as it comes, to each request.
  private static ScriptedServer echoing(Simulation simulation, int length) {
    return ScriptedServer.start(
        simulation,
        peer -> {
          while (peer.readHead() != null) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            for (int i = 0; i < length; i += PIECE) {
              peer.send(peer.readBody(PIECE));
            }
          }
        });
  }

  private static void expectEcho(Simulation simulation, int length) throws Exception {
    withSmallBuffers(simulation);
    try (var server = echoing(simulation, length);
        var client = ExchangeTest.bare()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.post(URL, Content.of(new byte[length])).bytes()).hasSize(length);
      }

      assertThat(server.accepted()).isEqualTo(1);
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void anEchoOfAFewKilobytesIsReadWhileTheyAreSent(Simulation simulation) throws Exception {
    expectEcho(simulation, 8_500);
  }

  @TreadleTest
  void anEchoOfManyKilobytesIsReadWhileTheyAreSent(Simulation simulation) throws Exception {
    expectEcho(simulation, 60_000);
  }

  @TreadleTest
  void whoRefusesContentInMemoryBeforeItIsThereIsHeard(Simulation simulation) throws Exception {
    withSmallBuffers(simulation);
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
                  sleep(Duration.ofHours(1));
                });
        var client = ExchangeTest.bare()) {
      assertThat(client.post(URL, Content.of(new byte[20_000])).text()).isEqualTo("big");

      assertThat(simulation.clock().elapsed()).hasMillis(20);
      assertThat(client.statistics().open()).isZero();
    }
  }

  /// The task that sends may not know yet that it has sent all there is.
  @TreadleTest
  void aRefusalOfWhatHasAllArrivedCostsNoConnection(Simulation simulation) throws Exception {
    int length = 20_000;
    var settings = ExchangeTest.bare(new ClientSettings());
    var transport = new Http1Transport(settings, new LaggingConnector(Duration.ofMillis(1)));
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  while (peer.readHead() != null) {
                    peer.readBody(length);
                    peer.send("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno");
                  }
                });
        var client = HttpClient.open(s -> ExchangeTest.bare(s).withTransport(transport))) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.post(URL, Content.of(new byte[length])).text()).isEqualTo("no");
      }

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @TreadleTest
  void whatIsSmallCostsNoTask() throws Exception {
    var beside = new ArrayList<Boolean>();
    try (var client =
        HttpClient.open(s ->
            s.withTransport(request -> {
              beside.add(request.uploads() != null);
              return Reply.of(request, Status.OK, Headers.empty(), new byte[0]);
            }))) {
      client.get(URL);
      client.post(URL, Content.of(new byte[7_000]));
      client.post(URL, Content.of(new byte[8_200]));
    }

    assertThat(beside).containsExactly(false, false, true);
  }

  private static HttpClient intercepting(Interceptor interceptor) {
    return HttpClient.open(s -> ExchangeTest.bare(s).withInterceptor(interceptor));
  }

  private static Request streamed() {
    return Request.post(
        URL,
        Content.writing(
            MediaType.BYTES,
            sink -> {
              for (int i = 0; i < MUCH; i += 10_000) {
                sink.write(ByteBuffer.allocate(10_000));
              }
            }));
  }

  /// Sends back as many bytes as come in each chunk.
  private static ScriptedServer echoingChunks(Simulation simulation) {
    return ScriptedServer.start(
        simulation,
        peer -> {
          while (peer.readHead() != null) {
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk;
            do {
              chunk = peer.readChunk();
              peer.send("%x\r\n%s\r\n".formatted(chunk.length(), chunk));
            } while (!chunk.isEmpty());
          }
        });
  }

  @TreadleTest
  void anInterceptorsOwnRequestIsSentWhileItsAnswerIsRead(Simulation simulation) throws Exception {
    try (var server = echoingChunks(simulation);
        var client = intercepting((_, next) -> next.send(streamed()))) {
      assertThat(client.get(URL).bytes()).hasSize(MUCH);
      assertThat(
              client.<Long, IOException>stream(
                  Request.get(URL), response -> response.transferTo(_ -> {})))
          .isEqualTo(MUCH);

      assertThat(server.accepted()).isEqualTo(1);
      assertThat(client.statistics().idle()).isEqualTo(1);
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void anAnswerThatAnInterceptorDoesNotReadKeepsTheNextRequestNoLongerThanTheLimit(
      Simulation simulation) throws Exception {
    try (var _ = echoingChunks(simulation);
        var client =
            HttpClient.open(s ->
                ExchangeTest.bare(s)
                    .withTimeouts(t -> t.withRead(Duration.ofSeconds(7)))
                    .withInterceptor((request, next) -> {
                      try (var _ = next.send(request)) {
                        return next.send(request);
                      }
                    }))) {
      assertThat(client.send(streamed()).bytes()).hasSize(MUCH);

      assertThat(simulation.clock().elapsed()).hasSeconds(7);
    }
  }

  @TreadleTest
  void aBlockThatLeavesAnInterceptorsRequestEndsItsUpload(Simulation simulation) throws Exception {
    var stopped = new ArrayList<String>();
    var endless =
        Content.writing(
            MediaType.BYTES,
            sink -> {
              try {
                while (true) {
                  sink.write(ByteBuffer.allocate(10_000));
                }
              } finally {
                stopped.add("stopped");
              }
            });
    try (var _ = echoingChunks(simulation);
        var client = intercepting((_, next) -> next.send(Request.post(URL, endless)))) {
      var status =
          client.<Status, IOException>stream(Request.get(URL), response -> response.status());

      assertThat(status).isEqualTo(Status.OK);
      assertThat(stopped).containsExactly("stopped");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void anInterceptorMaySendTwoAtATimeFromTasksOfItsOwn(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  while (!peer.readChunk().isEmpty()) {
                    // the first of them is never answered
                  }
                  if (peer.number() == 1) {
                    sleep(Duration.ofHours(1));
                  }
                  peer.ok("second");
                });
        var client =
            intercepting((request, next) ->
                Treadle.hedge(Duration.ofSeconds(2), () -> next.send(request)))) {
      var content =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                sink.write(ByteBuffer.allocate(10_000));
                sink.flush();
                sleep(Duration.ofSeconds(3));
              });

      assertThat(client.post(URL, content).text()).isEqualTo("second");

      assertThat(server.accepted()).isEqualTo(2);
      assertThat(simulation.clock().elapsed()).hasSeconds(5);
    }
  }

  @TreadleTest
  void whatAnInterceptorThrowsIsThrownAsItIs() throws Exception {
    for (var each :
        List.of(
            new IOException("world"),
            new IllegalStateException("mistake"),
            new StackOverflowError("much"))) {
      try (var client = intercepting((_, _) -> throwing(each))) {
        assertThat(thrownBy(each.getClass(), () -> client.get(URL))).isSameAs(each);
        assertThat(
                thrownBy(
                    each.getClass(), () -> client.stream(Request.get(URL), ResponseStream::text)))
            .isSameAs(each);
      }
    }
  }

  private static Reply throwing(Throwable each) throws IOException {
    switch (each) {
      case IOException io -> throw io;
      case RuntimeException unchecked -> throw unchecked;
      default -> throw (Error) each;
    }
  }

  @TreadleTest
  void aTimeLimitOfAnInterceptorIsItsOwn(Simulation simulation) throws Exception {
    try (var _ = ScriptedServer.start(simulation, _ -> sleep(Duration.ofHours(1)));
        var client =
            intercepting(
                (request, next) -> timeout(Duration.ofSeconds(2), () -> next.send(request)))) {
      thrownBy(TaskTimeoutException.class, () -> client.get(URL));
      thrownBy(TaskTimeoutException.class, () -> client.send(streamed()));

      assertThat(simulation.clock().elapsed()).hasSeconds(4);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void whatAnotherTaskOfAnInterceptorHasBegunToSendIsLetGoOf(Simulation simulation)
      throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
                  sleep(Duration.ofHours(1));
                });
        var client =
            intercepting((request, next) ->
                Treadle.gather(() -> next.send(request), () -> "beside", (reply, _) -> reply))) {
      var stalling =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                sink.flush();
                sleep(Duration.ofMinutes(1));
              });

      assertThat(moveOnAfter(Duration.ofSeconds(2), () -> client.post(URL, stalling))).isEmpty();

      assertThat(client.statistics().open()).isZero();
    }
  }
}
