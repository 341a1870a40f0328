package dev.treadle.http.client;

import static dev.treadle.Treadle.sleep;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.DeadlineHeader;
import dev.treadle.http.Form;
import dev.treadle.http.MediaType;
import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.io.UnixSocket;
import dev.treadle.retry.Backoff;
import dev.treadle.retry.Retry;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// What a client does around an exchange, with a transport that is none.
class HttpClientTest {

  private final MockTransport mock = MockTransport.of(_ -> Answer.text(200, "fine"));

  private static HttpClient client(MockTransport mock, UnaryOperator<ClientSettings> settings) {
    return HttpClient.open(s -> settings.apply(s).withTransport(mock));
  }

  @TreadleTest
  void urlsAreRelativeToTheBase() throws Exception {
    try (var client = client(mock, s -> s.withBase("https://api.example/v1/"))) {
      assertThat(client.get("users?q=1").url()).hasToString("https://api.example/v1/users?q=1");
      assertThat(client.get("/root").url()).hasToString("https://api.example/root");
      assertThat(client.get("http://other/").url()).hasToString("http://other/");
    }
  }

  @TreadleTest
  void whatIsNoUrlIsTheCallersMistake() throws Exception {
    try (var client = client(mock, s -> s)) {
      thrownBy(IllegalArgumentException.class, () -> client.get("users"));
      var mistake = thrownBy(IllegalArgumentException.class, () -> client.get("ftp://server/"));

      assertThat(mistake).hasMessage("url: expected 'http' or 'https' as scheme, found 'ftp'");
    }
  }

  @TreadleTest
  void everyMethodHasItsWord() throws Exception {
    try (var client = client(mock, s -> s)) {
      client.get("http://server/");
      client.head("http://server/");
      client.post("http://server/", Content.none());
      client.put("http://server/", Content.none());
      client.patch("http://server/", Content.none());
      client.delete("http://server/");

      assertThat(mock.requests())
          .extracting(received -> received.request().method().name())
          .containsExactly("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    }
  }

  @TreadleTest
  void formsAreSentAsBrowsersDo() throws Exception {
    try (var client = client(mock, s -> s)) {
      client.post("http://server/", Content.form(Form.of("name", "Ada L", "x", "ü")));

      var received = mock.requests().getFirst();
      assertThat(received.text()).isEqualTo("name=Ada+L&x=%C3%BC");
      assertThat(received.request().headers().first("content-type"))
          .isEqualTo("application/x-www-form-urlencoded");
    }
  }

  @TreadleTest
  void formsWithFilesHaveParts() throws Exception {
    var form =
        Multipart.withBoundary("XX")
            .with("name", "Ada")
            .withFile(
                "photo",
                "a\"b.png",
                Content.of(new byte[] {'p', 'n', 'g'}, MediaType.of("image/png")));
    try (var client = client(mock, s -> s)) {
      client.post("http://server/", form);

      var received = mock.requests().getFirst();
      assertThat(received.text())
          .isEqualTo(
              "\r\n--XX\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda"
                  + "\r\n--XX\r\nContent-Disposition: form-data; name=\"photo\";"
                  + " filename=\"a%22b.png\"\r\nContent-Type: image/png\r\n\r\npng\r\n--XX--\r\n");
      assertThat(received.content()).hasSize((int) form.length());
      assertThat(received.request().headers().first("content-type"))
          .isEqualTo("multipart/form-data; boundary=XX");
    }
  }

  @TreadleTest
  void aFormWithAPartThatCannotBeRepeatedCannotEither() throws Exception {
    var form = Multipart.create().withFile("f", "f", Content.text("x").once());

    assertThat(form.isRepeatable()).isFalse();
    assertThat(form.length()).isEqualTo(Content.UNKNOWN);
  }

  @TreadleTest
  void interceptorsStandInTheOrderInWhichTheyWereNamed() throws Exception {
    var log = new ArrayList<String>();
    Interceptor outer =
        (request, next) -> {
          log.add("outer " + request.url().path());
          var reply = next.send(request.withHeader("X-Trace", "7"));
          log.add("outer " + reply.status().code());
          return reply;
        };
    Interceptor inner =
        (request, next) -> {
          log.add("inner " + request.headers().first("x-trace"));
          return next.send(request);
        };
    var redirecting =
        MockTransport.of(received ->
            received.target().equals("/a")
                ? Answer.of(302).withHeader("Location", "/b")
                : Answer.of(200));
    try (var client = client(redirecting, s -> s.withInterceptor(outer).withInterceptor(inner))) {
      client.get("http://server/a");

      assertThat(log).containsExactly("outer /a", "inner 7", "outer 200");
      assertThat(redirecting.requests()).hasSize(2);
    }
  }

  @TreadleTest
  void listenersHearOfEverything() throws Exception {
    var log = new ArrayList<String>();
    var slow =
        MockTransport.of(received -> {
          sleep(Duration.ofMillis(20));
          return received.target().equals("/a")
              ? Answer.of(302).withHeader("Location", "/b")
              : Answer.of(404);
        });
    try (var client =
        client(
            slow,
            s ->
                s.withListener(event ->
                    log.add(
                        switch (event) {
                          case ClientEvent.Sending(var request) -> "sending " + request;
                          case ClientEvent.Answered(_, var status, var took) ->
                              status.code() + " after " + took.toMillis();
                          case ClientEvent.Failed(_, var failure, _) -> "failed " + failure;
                          case ClientEvent.Redirected(_, _, var target) -> "to " + target;
                        })))) {
      client.get("http://server/a");

      assertThat(log)
          .containsExactly(
              "sending GET http://server/a",
              "302 after 20",
              "to http://server/b",
              "sending GET http://server/b",
              "404 after 20");
    }
  }

  @TreadleTest
  void aListenerThatFailsDoesNotMatter() throws Exception {
    try (var client =
        client(
            mock,
            s ->
                s.withListener(_ -> {
                  throw new IllegalStateException("listener");
                }))) {
      assertThat(client.get("http://server/").text()).isEqualTo("fine");
    }
  }

  private static final Retry RETRY = Retry.of(3).withBackoff(Backoff.fixed(Duration.ofSeconds(1)));

  @TreadleTest
  void whatPassesIsTriedAgain(Simulation simulation) throws Exception {
    var count = new AtomicInteger();
    var busy = MockTransport.of(_ -> Answer.of(count.incrementAndGet() < 3 ? 503 : 200));
    try (var client = client(busy, s -> s.withRetry(RETRY))) {
      assertThat(client.get("http://server/").isSuccess()).isTrue();
      assertThat(count).hasValue(3);
      assertThat(simulation.clock().elapsed()).hasSeconds(2);
    }
  }

  @TreadleTest
  void theLastAnswerIsReturnedWhateverItSays() throws Exception {
    var busy = MockTransport.of(_ -> Answer.text(429, "busy"));
    try (var client = client(busy, s -> s.withRetry(RETRY))) {
      var response = client.get("http://server/");

      assertThat(response.status().code()).isEqualTo(429);
      assertThat(response.text()).isEqualTo("busy");
      assertThat(busy.requests()).hasSize(3);
    }
  }

  @TreadleTest
  void whatMayNotBeDoneTwiceIsNotTriedAgain() throws Exception {
    var busy = MockTransport.of(_ -> Answer.of(503));
    try (var client = client(busy, s -> s.withRetry(RETRY))) {
      client.post("http://server/", Content.none());
      client.put("http://server/", Content.text("x").once());
      client.put("http://server/", Content.text("x"));

      assertThat(busy.requests()).hasSize(1 + 1 + 3);
    }
  }

  @TreadleTest
  void connectionsThatBreakAreTriedAgain(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  if (peer.number() >= 3 && peer.readHead() != null) {
                    peer.ok("at last");
                  }
                });
        var client = HttpClient.open(s -> s.withRetry(RETRY))) {
      assertThat(client.get("http://server/").text()).isEqualTo("at last");
      assertThat(server.accepted()).isEqualTo(3);
      assertThat(
              client.<String, java.io.IOException>stream(
                  Request.get("http://server/"), ResponseStream::text))
          .isEqualTo("at last");
    }
  }

  @TreadleTest
  void aUnixSocketIsAskedWhateverTheHost(Simulation simulation) throws Exception {
    var path = Path.of("/run/docker.sock");
    try (var listener = UnixSocket.listen(path);
        var client = HttpClient.open(s -> ExchangeTest.bare(s).withUnixSocket(path))) {
      dev.treadle.TaskGroup.run(group -> {
        group.startDaemon(() ->
            listener.serve(stream -> {
              var peer = new ScriptedServer.Peer(stream, 1);
              peer.expect("GET /info HTTP/1.1\r\nHost: docker\r\n\r\n");
              peer.ok("whale");
            }));

        assertThat(client.get("http://docker/info").text()).isEqualTo("whale");
      });
    }
  }

  @TreadleTest
  void textIsInTheCharsetThatTheServerSays() throws Exception {
    var latin =
        MockTransport.of(_ ->
            new Answer(
                dev.treadle.http.Status.OK,
                dev.treadle.http.Headers.of("Content-Type", "text/plain; charset=iso-8859-1"),
                "über".getBytes(StandardCharsets.ISO_8859_1)));
    try (var client = client(latin, s -> s)) {
      assertThat(client.get("http://server/").text()).isEqualTo("über");
    }
  }

  @TreadleTest
  void deadlinesAreWrittenInMilliseconds() throws Exception {
    assertThat(DeadlineHeader.format(Duration.ofNanos(1))).isEqualTo("1");
    assertThat(DeadlineHeader.format(Duration.ofMillis(1500))).isEqualTo("1500");
    assertThat(DeadlineHeader.format(Duration.ZERO)).isEqualTo("0");
    assertThat(DeadlineHeader.parse("1500")).contains(Duration.ofMillis(1500));
    assertThat(DeadlineHeader.parse("")).isEmpty();
    assertThat(DeadlineHeader.parse("-1")).isEmpty();
    assertThat(DeadlineHeader.parse("1s")).isEmpty();
    assertThat(DeadlineHeader.parse("1".repeat(16))).isEmpty();
    thrownBy(IllegalArgumentException.class, () -> DeadlineHeader.format(Duration.ofMillis(-1)));
  }

  @TreadleTest
  void settingsThatMakeNoSenseAreRefused() throws Exception {
    var none = new ClientSettings();
    thrownBy(IllegalArgumentException.class, () -> none.withMaxRedirects(-1));
    thrownBy(IllegalArgumentException.class, () -> none.withMaxBody(-1));
    thrownBy(IllegalArgumentException.class, () -> none.withMaxBody(Long.MAX_VALUE));
    thrownBy(IllegalArgumentException.class, () -> none.withBase("nowhere"));
    thrownBy(IllegalArgumentException.class, () -> none.withHeader("a b", "c"));
    thrownBy(IllegalArgumentException.class, () -> none.withHeader("a", "b\r\nc: d"));
    thrownBy(IllegalArgumentException.class, () -> none.withLimits(l -> l.withTotal(0)));
    thrownBy(
        IllegalArgumentException.class, () -> none.withTimeouts(t -> t.withRead(Duration.ZERO)));
  }
}
