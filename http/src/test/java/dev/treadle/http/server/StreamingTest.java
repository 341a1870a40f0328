package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class StreamingTest {

  private static final String CHUNKED =
      "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nVary: Accept-Encoding\nTransfer-Encoding: chunked\n\n";

  @TreadleTest
  void smallPiecesShareAChunk(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("ab");
                  writer.write("");
                  writer.write(new byte[] {'c'});
                  writer.flush();
                  writer.flush();
                  writer.write("d");
                }),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect(CHUNKED + "00000003\nabc\n00000001\nd\n0\n\n");
          }
        });
  }

  @TreadleTest
  void alsoAPieceThatIsTooLargeToBeCopiedIsAChunkOfItsOwn(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> Response.stream(MediaType.TEXT, writer -> writer.write("x".repeat(100_000))),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect(CHUNKED + "186a0\n" + "x".repeat(100_000) + "\n0\n\n");
          }
        });
  }

  @TreadleTest
  void aLargePieceIsSentWithItsEndAndWithoutAFlush(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("x".repeat(20_000));
                  Treadle.sleep(Duration.ofSeconds(1));
                }),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect(CHUNKED + "4e20\n" + "x".repeat(20_000) + "\n");
            assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(1));
            client.expect("0\n\n");
          }
        });
  }

  @TreadleTest
  void aLargePieceIsAChunkOfItsOwn(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("ab");
                  writer.write("x".repeat(20_000));
                  writer.write("c");
                }),
        site -> {
          try (var client = site.connect()) {
            client
                .get("/")
                .expect(
                    CHUNKED + "00000002\nab\n4e20\n" + "x".repeat(20_000) + "\n00000001\nc\n0\n\n");
          }
        });
  }

  @TreadleTest
  void manySmallPiecesFillTheBuffer(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  for (int i = 0; i < 20_000; i++) {
                    writer.write("~");
                  }
                }),
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            var all = client.rest();
            assertThat(all.chars().filter(c -> c == '~').count()).isEqualTo(20_000);
            assertThat(all).endsWith("\n0\n\n");
          }
        });
  }

  @TreadleTest
  void trailersComeBehindTheContent(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("a");
                  writer.trailers(Headers.of("Digest", "x"));
                }),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect(CHUNKED + "00000001\na\n0\nDigest: x\n\n");
          }
        });
  }

  @TreadleTest
  void contentWhoseLengthIsKnownHasNoChunks(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> Response.stream(MediaType.TEXT, 3, writer -> writer.write("abc")),
        site -> {
          try (var client = site.connect()) {
            client.get("/").get("/").expectText("abc").expectText("abc");
          }
        });
  }

  @TreadleTest
  void aClientOfHttp10GetsContentUpToTheEnd(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> Response.stream(MediaType.TEXT, writer -> writer.write("abc")),
        site -> {
          try (var client = site.connect()) {
            client
                .send("GET / HTTP/1.0\nConnection: keep-alive\n\n")
                .expect(
                    "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nVary: Accept-Encoding\nConnection: close\n\nabc");
            client.expectEnd();
          }
        });
  }

  @TreadleTest
  void aFlowIsAskedForNoMoreThanTheClientTakes(Simulation simulation) throws Exception {
    var asked = new AtomicInteger();
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.BYTES,
                Flow.from(java.util.stream.Stream.generate(() -> ByteBuffer.allocate(10_000)))
                    .peek(_ -> asked.incrementAndGet())),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect("HTTP/1.1 200 OK\n");
            Treadle.sleep(Duration.ofSeconds(1));
            int before = asked.get();
            Treadle.sleep(Duration.ofSeconds(1));

            assertThat(asked).hasValue(before).hasValueLessThan(30);
          }
        });
  }

  @TreadleTest
  void eventsAreSentWhenTheyCome(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.events(
                Flow.of("one", "two")
                    .peek(_ -> Treadle.sleep(Duration.ofSeconds(1)))
                    .map(ServerSentEvent::of)),
        site -> {
          try (var client = site.connect()) {
            client
                .get("/")
                .expect(
                    "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nCache-Control: no-store\nVary: Accept-Encoding\nTransfer-Encoding: chunked\n\n");
            assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(1));
            client.expect("0000000b\ndata: one\n\n\n");
            assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(2));
            client.expect("0000000b\ndata: two\n\n\n0\n\n");
          }
        });
  }

  @TreadleTest
  void anEndlessFlowEndsWhenTheClientHangsUp(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.events(
                Flow.interval(Duration.ofSeconds(1)).map(n -> ServerSentEvent.of("" + n))),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect("HTTP/1.1 200 OK\n");
          }
          Treadle.sleep(Duration.ofMillis(100));
          assertThat(site.server().statistics()).isEqualTo(new HttpServer.Statistics(0, 0));
        });
  }

  @TreadleTest
  void contentMayBeSentBackWhileItComes(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.stream(MediaType.TEXT, request.body().flow()),
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
            client.send("3\nabc\n").expect(CHUNKED + "00000003\nabc\n");
            client.send("2\nde\n").expect("00000002\nde\n");
            client.send("0\n\n").expect("0\n\n");
            client.get("/").expect(CHUNKED + "0\n\n");
          }
        });
  }

  @TreadleTest
  void aClientSendsNoFasterThanTheHandlerReads(Simulation simulation) throws Exception {
    var sent = new AtomicInteger();
    Site.run(
        simulation,
        request -> {
          request.body().limit(10_000_000);
          var _ = request.body().read(ByteBuffer.allocate(1));
          Treadle.sleep(Duration.ofSeconds(10));
          return Response.text("" + request.body().bytes().length);
        },
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 10000000\n\n");
            TaskGroup.run(group -> {
              group.start(() -> send(client, sent));
              Treadle.sleep(Duration.ofSeconds(1));
              int before = sent.get();
              Treadle.sleep(Duration.ofSeconds(8));

              assertThat(sent).hasValue(before).hasValueLessThan(300_000);
              client.expectText("9999999");
            });
          }
        });
  }

  private static void send(RawClient client, AtomicInteger sent) throws Exception {
    for (int i = 0; i < 1000; i++) {
      client.stream().write(ByteBuffer.allocate(10_000));
      sent.addAndGet(10_000);
    }
  }
}
