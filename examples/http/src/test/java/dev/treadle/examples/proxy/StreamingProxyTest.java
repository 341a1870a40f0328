package dev.treadle.examples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import dev.treadle.http.client.Content;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Response;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

class StreamingProxyTest {

  private static final String PROXY = "http://localhost:81";
  private static final int PIECE = 8192;
  private static final int PIECES = 1_000;

  @TreadleTest
  void requestsAndAnswersGoThrough() {
    behindProxy(
        request ->
            Response.text(request.method() + " " + request.target() + " " + request.body().text())
                .withStatus(Status.CREATED)
                .withHeader("X-Kind", request.headers().all("X-Kind").toString()),
        client -> {
          var request =
              client
                  .request(Method.POST, PROXY + "/a?b=c")
                  .withHeader("X-Kind", "test")
                  .withContent(Content.text("body"));

          var answer = client.send(request);

          assertThat(answer.status()).isEqualTo(Status.CREATED);
          assertThat(answer.text()).isEqualTo("POST /a?b=c body");
          assertThat(answer.headers().first("X-Kind")).isEqualTo("[test]");
        });
  }

  @TreadleTest
  void aSlowClientHoldsUpTheServerAndNothingPilesUpBetween(Simulation simulation) {
    var written = new AtomicLong();
    behindProxy(
        _ ->
            Response.stream(
                MediaType.BYTES,
                writer -> {
                  for (int i = 0; i < PIECES; i++) {
                    writer.write(new byte[PIECE]);
                    written.addAndGet(PIECE);
                  }
                }),
        client -> {
          long read =
              client.stream(
                  client.request(Method.GET, PROXY + "/"),
                  answer -> {
                    var first = ByteBuffer.allocate(1);
                    answer.read(first);
                    simulation.awaitBlocked();
                    assertThat(written.get()).isLessThan(PIECES * (long) PIECE / 4);
                    return 1 + (long) answer.bytes().length;
                  });
          assertThat(read).isEqualTo(PIECES * (long) PIECE);
        });
  }

  @TreadleTest
  void whenTheClientHangsUpTheOtherServersHandlerIsCancelled(Simulation simulation) {
    var cancelled = new AtomicBoolean();
    behindProxy(
        _ -> {
          try {
            Treadle.sleep(Duration.ofHours(1));
            return Response.text("too late");
          } finally {
            cancelled.set(true);
          }
        },
        client -> {
          assertThat(Treadle.moveOnAfter(Duration.ofSeconds(1), () -> client.get(PROXY + "/")))
              .isEmpty();
          Treadle.sleep(Duration.ofSeconds(1));

          assertThat(cancelled).isTrue();
        });
  }

  @TreadleTest
  void aServerThatIsNotThereIsABadGateway() {
    TaskGroup.run(group -> {
      try (var client = HttpClient.open()) {
        serveProxy(group, client);
        assertThat(client.get(PROXY + "/").status()).isEqualTo(Status.BAD_GATEWAY);
      }
    });
  }

  private static void behindProxy(Handler handler, Each<HttpClient, Exception> test) {
    TaskGroup.run(group -> {
      var server = HttpServer.open(80, handler);
      group.startDaemon("server", server::serve);
      try (var client = HttpClient.open()) {
        serveProxy(group, client);
        test.accept(client);
      }
    });
  }

  private static void serveProxy(TaskGroup group, HttpClient client) throws IOException {
    var proxy = StreamingProxy.to(client, Url.of("http://localhost"));
    var server = HttpServer.open(81, proxy::answer);
    group.startDaemon("proxy", server::serve);
  }
}
