package dev.treadle.http.client;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.http.client.ExchangeTest.bytes;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Each;
import dev.treadle.channel.Channel;
import dev.treadle.flow.Flow;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers that begin before the request has ended.
class UploadTest {

  private static final String URL = "http://server/";

  /// More than fits into all buffers on the way.
  private static final int MUCH = 2_000_000;

  private static final int PIECE = 10_000;

  private static Content endless(List<String> log) {
    return Content.writing(
        MediaType.BYTES,
        sink -> {
          try {
            while (true) {
              sink.write(ByteBuffer.allocate(PIECE));
            }
          } finally {
            log.add("stopped");
          }
        });
  }

  private static Content much() {
    return Content.of(new byte[MUCH]);
  }

  private static HttpClient impatient(Duration read) {
    return HttpClient.open(s -> ExchangeTest.bare(s).withTimeouts(t -> t.withRead(read)));
  }

  /// Sends back what comes, as it comes.
  private static void echo(ScriptedServer.Peer peer, int length) throws IOException {
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
    for (int i = 0; i < length; i += PIECE) {
      peer.send(peer.readBody(Math.min(PIECE, length - i)));
    }
  }

  private static ScriptedServer echoing(Simulation simulation) {
    return ScriptedServer.start(
        simulation,
        peer -> {
          while (peer.readHead() != null) {
            echo(peer, MUCH);
          }
        });
  }

  private static long count(ResponseStream response) throws IOException {
    return response.transferTo(_ -> {});
  }

  @TreadleTest
  void anEchoIsReadWhileTheRequestIsSent(Simulation simulation) throws Exception {
    try (var server = echoing(simulation);
        var client = ExchangeTest.bare()) {
      assertThat(client.post(URL, much()).bytes()).hasSize(MUCH);
      assertThat(client.stream(Request.post(URL, much()), UploadTest::count)).isEqualTo(MUCH);

      assertThat(server.accepted()).isEqualTo(1);
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void oneRequestCanBeAConversation(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nq1");
                  peer.expect("00000002\r\na1\r\n");
                  peer.send("q2");
                  peer.expect("00000002\r\na2\r\n");
                  peer.send("q3");
                  peer.expect("0\r\n\r\n");
                });
        var client = ExchangeTest.bare()) {
      var answers = Channel.<String>rendezvous();
      var content =
          Content.flow(
              Flow.fromChannel(answers).map(ExchangeTest::bytes), MediaType.BYTES, Content.UNKNOWN);

      var questions =
          client.<List<String>, IOException>stream(
              Request.post(URL, content),
              response -> {
                var heard = new ArrayList<String>();
                for (var answer : List.of("a1", "a2")) {
                  heard.add(readTwo(response));
                  answers.send(answer);
                }
                answers.close();
                heard.add(readTwo(response));
                return heard;
              });

      assertThat(questions).containsExactly("q1", "q2", "q3");
    }
  }

  private static String readTwo(ResponseStream response) throws IOException {
    var two = ByteBuffer.allocate(2);
    while (two.hasRemaining()) {
      response.read(two);
    }
    return StandardCharsets.US_ASCII.decode(two.flip()).toString();
  }

  @TreadleTest
  void aCallEndsWhenEverythingIsSentAlthoughTheAnswerIsHere(Simulation simulation)
      throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  while (peer.readHead() != null) {
                    peer.ok("thanks");
                    for (int i = 0; i < MUCH; i += PIECE) {
                      sleep(Duration.ofMillis(100));
                      peer.readBody(PIECE);
                    }
                  }
                });
        var client = impatient(Duration.ofSeconds(3))) {
      assertThat(client.post(URL, much()).text()).isEqualTo("thanks");
      assertThat(client.stream(Request.post(URL, much()), ResponseStream::text))
          .isEqualTo("thanks");

      assertThat(server.accepted()).isEqualTo(1);
      assertThat(simulation.clock().elapsed()).isGreaterThan(Duration.ofSeconds(20));
    }
  }

  @TreadleTest
  void aBlockThatLeavesSomethingUnreadEndsTheUpload(Simulation simulation) throws Exception {
    var log = new ArrayList<String>();
    try (var server = echoing(simulation);
        var client = ExchangeTest.bare()) {
      var status =
          client.<Status, IOException>stream(Request.post(URL, endless(log)), r -> r.status());

      assertThat(status).isEqualTo(Status.OK);
      assertThat(log).containsExactly("stopped");
      assertThat(client.statistics().open()).isZero();
      simulation.awaitBlocked();
      assertThat(server.open()).isZero();
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void aBlockThatThrowsEndsTheUpload(Simulation simulation) throws Exception {
    var log = new ArrayList<String>();
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.ok("");
                  sleep(Duration.ofHours(1));
                });
        var client = ExchangeTest.bare()) {
      var own = new Exception("mine");

      var thrown =
          thrownBy(
              Exception.class,
              () ->
                  client.<String, Exception>stream(
                      Request.post(URL, endless(log)),
                      _ -> {
                        throw own;
                      }));

      assertThat(thrown).isSameAs(own);
      assertThat(log).containsExactly("stopped");
      assertThat(client.statistics().open()).isZero();
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void aCancelledCallEndsItsUploadAtOnce(Simulation simulation) throws Exception {
    var log = new ArrayList<String>();
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                  sleep(Duration.ofHours(1));
                });
        var client = ExchangeTest.bare()) {
      var answer = moveOnAfter(Duration.ofSeconds(2), () -> client.post(URL, endless(log)));

      assertThat(answer).isEmpty();
      assertThat(log).containsExactly("stopped");
      assertThat(client.statistics().open()).isZero();
      assertThat(simulation.clock().elapsed()).hasSeconds(2);
    }
  }

  @TreadleTest
  void anErrorIsReadToItsEndHoweverLongItIs(Simulation simulation) throws Exception {
    var log = new ArrayList<String>();
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 413 Content Too Large\r\nTransfer-Encoding: chunked\r\n\r\n");
                  for (int i = 0; i < 50; i++) {
                    peer.send("1388\r\n" + "x".repeat(5_000) + "\r\n");
                  }
                  peer.send("0\r\n\r\n");
                  sleep(Duration.ofHours(1));
                });
        var client = ExchangeTest.bare()) {
      var response = client.post(URL, endless(log));

      assertThat(response.status().code()).isEqualTo(413);
      assertThat(response.bytes()).hasSize(250_000);
      assertThat(log).containsExactly("stopped");
      assertThat(client.statistics().open()).isZero();
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void contentThatWaitsForSomethingElseIsStoppedByAnError(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
                  peer.expectEnd();
                });
        var client = ExchangeTest.bare()) {
      var slow =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                sink.flush();
                sleep(Duration.ofHours(1));
              });

      assertThat(client.post(URL, slow).text()).isEqualTo("no");
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void aServerThatEndsTheConnectionWithItsAnswerGetsNoMore(Simulation simulation) throws Exception {
    var log = new ArrayList<String>();
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
                  sleep(Duration.ofHours(1));
                });
        var client = ExchangeTest.bare()) {
      assertThat(client.post(URL, endless(log)).text()).isEqualTo("ok");

      assertThat(log).containsExactly("stopped");
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void contentThatFailsFailsTheReadThatWaitsForItsEcho(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  echo(peer, MUCH);
                });
        var client = ExchangeTest.bare()) {
      var own = new IOException("the file is gone");
      var content =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                sink.write(ByteBuffer.allocate(PIECE));
                sink.flush();
                sleep(Duration.ofSeconds(1));
                throw own;
              });

      var thrown =
          thrownBy(
              IOException.class,
              () -> client.stream(Request.post(URL, content), UploadTest::count));

      assertThat(thrown).isSameAs(own);
      assertThat(client.statistics().open()).isZero();
      assertThat(simulation.clock().elapsed()).hasSeconds(1);
    }
  }

  @TreadleTest
  void contentThatFailsWhenTheAnswerIsHereFailsTheCall(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.ok("thanks");
                  peer.readHead();
                });
        var client = ExchangeTest.bare()) {
      var content =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                sink.flush();
                sleep(Duration.ofSeconds(1));
                throw new IllegalStateException("my mistake");
              });

      var thrown = thrownBy(IllegalStateException.class, () -> client.post(URL, content));

      assertThat(thrown).hasMessage("my mistake");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void aServerThatTakesNoMoreAfterItsAnswerIsNotWaitedForLong(Simulation simulation)
      throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.ok("thanks");
                  sleep(Duration.ofHours(1));
                });
        var client = impatient(Duration.ofSeconds(7))) {
      assertThat(client.post(URL, much()).text()).isEqualTo("thanks");

      assertThat(simulation.clock().elapsed()).hasSeconds(7);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void whoeverReadsSlowlyMayLetTheServerWait(Simulation simulation) throws Exception {
    try (var _ = echoing(simulation);
        var client = impatient(Duration.ofSeconds(7))) {
      var count =
          client.<Long, IOException>stream(
              Request.post(URL, much()),
              response -> {
                sleep(Duration.ofMinutes(1));
                return count(response);
              });

      assertThat(count).isEqualTo(MUCH);
    }
  }

  @TreadleTest
  void contentThatComesSlowlyMayLetTheEchoWait(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  echo(peer, 2 * PIECE);
                });
        var client = impatient(Duration.ofSeconds(7))) {
      var content =
          new WrittenContent(
              java.util.Optional.of(MediaType.BYTES),
              2 * PIECE,
              false,
              sink -> {
                sink.write(ByteBuffer.allocate(PIECE));
                sink.flush();
                sleep(Duration.ofMinutes(1));
                sink.write(ByteBuffer.allocate(PIECE));
              });

      assertThat(client.post(URL, content).bytes()).hasSize(2 * PIECE);
      assertThat(simulation.clock().elapsed()).hasMinutes(1);
    }
  }

  @TreadleTest
  void anEchoThatStopsIsGivenUp(Simulation simulation) throws Exception {
    givenUp(
        simulation,
        peer -> {
          for (int i = 0; i < 4; i++) {
            peer.send(peer.readBody(1));
          }
          sleep(Duration.ofHours(1));
        });
  }

  @TreadleTest
  void anAnswerThatStopsAfterEverythingWasSentIsGivenUp(Simulation simulation) throws Exception {
    givenUp(
        simulation,
        peer -> {
          for (int i = 0; i < MUCH; i += PIECE) {
            peer.readBody(PIECE);
          }
          sleep(Duration.ofHours(1));
        });
  }

  private static void givenUp(Simulation simulation, Each<ScriptedServer.Peer, Exception> script)
      throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                  script.accept(peer);
                });
        var client = impatient(Duration.ofSeconds(7))) {
      var failure = thrownBy(HttpException.TimedOut.class, () -> client.post(URL, much()));

      assertThat(failure.phase()).isEqualTo(HttpException.Phase.READ);
      assertThat(simulation.clock().elapsed()).hasSeconds(7);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void contentThatIsSentAgainIsNeverSentTwiceAtATime(Simulation simulation) throws Exception {
    var writing = new AtomicInteger();
    var most = new AtomicInteger();
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  boolean first = String.valueOf(peer.readTarget()).equals("/");
                  peer.send(
                      first
                          ? "HTTP/1.1 307 There\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"
                          : "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
                  sleep(Duration.ofHours(1));
                });
        var client = ExchangeTest.bare()) {
      var content =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                most.accumulateAndGet(writing.incrementAndGet(), Math::max);
                try {
                  while (true) {
                    sink.write(bytes("x".repeat(PIECE)));
                  }
                } finally {
                  dev.treadle.Treadle.shield(
                      Duration.ofSeconds(2), () -> sleep(Duration.ofSeconds(1)));
                  writing.decrementAndGet();
                }
              });

      assertThat(client.post(URL, content).text()).isEqualTo("ok");
      assertThat(most).hasValue(1);
      assertThat(writing).hasValue(0);
    }
  }

  @TreadleTest
  void anInterceptorMayGiveARequestOfItsOwn(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  for (int i = 0; i < MUCH; i += PIECE) {
                    peer.readBody(PIECE);
                  }
                  peer.ok("thanks");
                });
        var client =
            HttpClient.open(s ->
                ExchangeTest.bare(s)
                    .withInterceptor((_, next) -> next.send(Request.post(URL, much()))))) {
      assertThat(client.get(URL).text()).isEqualTo("thanks");
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(client.statistics().idle()).isEqualTo(1);
    }
  }
}
