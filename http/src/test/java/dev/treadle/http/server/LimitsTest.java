package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;

/// What a server allows if nobody has said anything, to the last byte and second.
class LimitsTest {

  private static final Handler LENGTH =
      request -> Response.text("" + request.body().bytes().length);

  private static void heard(Simulation simulation, String request, String status) throws Exception {
    Site.run(
        simulation,
        LENGTH,
        site -> {
          try (var client = site.connect()) {
            client.send(request).expect("HTTP/1.1 " + status);
          }
        });
  }

  @TreadleTest
  void theDefaultsAreThoseOfTheGuide() {
    var limits = ServerSettings.defaults().limits();
    var timeouts = ServerSettings.defaults().timeouts();

    assertThat(limits.head()).isEqualTo(new Limits.Head(8 * 1024, 32 * 1024, 100));
    assertThat(limits.body()).isEqualTo(1024 * 1024);
    assertThat(limits.connections()).isEqualTo(20_000);
    assertThat(limits.requestsPerConnection()).isEqualTo(Integer.MAX_VALUE);
    assertThat(limits.concurrentRequests()).isEqualTo(10_000);
    assertThat(timeouts.idle()).hasSeconds(60);
    assertThat(timeouts.head()).hasSeconds(10);
    assertThat(timeouts.handler()).hasSeconds(60);
    assertThat(timeouts.grace()).hasSeconds(30);
    assertThat(timeouts.rate()).isEqualTo(new Timeouts.MinimumRate(240, Duration.ofSeconds(5)));
  }

  @TreadleTest
  void aRequestLineHas8KiB(Simulation simulation) throws Exception {
    var around = "GET / HTTP/1.1\r\n".length();

    heard(
        simulation,
        "GET /%s HTTP/1.1\nHost: a\n\n".formatted("x".repeat(8 * 1024 - around)),
        "200 OK");
    heard(
        simulation,
        "GET /%s HTTP/1.1\nHost: a\n\n".formatted("x".repeat(8 * 1024 - around + 1)),
        "414 URI Too Long");
  }

  @TreadleTest
  void aHeadHasAHundredFields(Simulation simulation) throws Exception {
    heard(simulation, "GET / HTTP/1.1\nHost: a\n" + "X: y\n".repeat(99) + "\n", "200 OK");
    heard(
        simulation,
        "GET / HTTP/1.1\nHost: a\n" + "X: y\n".repeat(100) + "\n",
        "431 Request Header Fields Too Large");
  }

  @TreadleTest
  void fieldsHave32KiB(Simulation simulation) throws Exception {
    heard(
        simulation, "GET / HTTP/1.1\nHost: a\nX: " + "y".repeat(32 * 1024 - 20) + "\n\n", "200 OK");
    heard(
        simulation,
        "GET / HTTP/1.1\nHost: a\nX: " + "y".repeat(32 * 1024) + "\n\n",
        "431 Request Header Fields Too Large");
  }

  @TreadleTest
  void contentHasOneMebibyte(Simulation simulation) throws Exception {
    var post = "POST / HTTP/1.1\nHost: a\nContent-Length: %d\n\n%s";
    int most = 1024 * 1024;

    heard(simulation, post.formatted(most, "x".repeat(most)), "200 OK");
    heard(simulation, post.formatted(most + 1, ""), "413 Content Too Large");
    heard(
        simulation,
        "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n%x\n%s\n2\nxx\n0\n\n"
            .formatted(most - 1, "x".repeat(most - 1)),
        "413 Content Too Large");
  }

  @TreadleTest
  void anIdleConnectionHasAMinute(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        LENGTH,
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectText("0");
            Treadle.sleep(Duration.ofMillis(59_999));
            client.get("/").expectText("0").expectEnd();
            assertThat(simulation.clock().elapsed()).hasMillis(119_999);
          }
        });
  }

  @TreadleTest
  void aHeadHasTenSecondsFromItsFirstByte(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        LENGTH,
        site -> {
          try (var client = site.connect()) {
            Treadle.sleep(Duration.ofSeconds(30));
            client.send("GET / HTTP/1.1\n");
            client.expectRefusal(
                "408 Request Timeout", "expected the request's head in time, found it incomplete");
            assertThat(simulation.clock().elapsed()).hasSeconds(40);
          }
        });
  }

  @TreadleTest
  void aHandlerHasAMinute(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> {
          Treadle.sleep(Duration.ofDays(1));
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectError("503 Service Unavailable", "the request took too long");
            assertThat(simulation.clock().elapsed()).hasSeconds(60);
          }
        });
  }

  @TreadleTest
  void contentThatStopsHasFiveSecondsAndMoreForWhatCame(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        LENGTH,
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1000\n\n" + "x".repeat(480));
            client.expectRefusal(
                "408 Request Timeout", "expected the content faster, found too little of it");
            assertThat(simulation.clock().elapsed()).hasSeconds(7);
          }
        });
  }

  @TreadleTest
  void aServerThatIsClosedGivesHalfAMinute(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings -> settings.withTimeouts(t -> t.withHandler(Duration.ofDays(1))),
        _ -> {
          Treadle.sleep(Duration.ofHours(1));
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            simulation.awaitBlocked();
            site.server().close();
            client.expect("HTTP/1.1 503 Service Unavailable\n");
            assertThat(simulation.clock().elapsed()).isBetween(seconds(30), seconds(32));
          }
        });
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @TreadleTest
  void whatMakesNoSenseIsRefused() {
    var limits = ServerSettings.defaults().limits();
    var timeouts = ServerSettings.defaults().timeouts();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withBody(-1))
        .withMessage("body: expected 0 or more, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withConcurrentRequests(0))
        .withMessage("concurrentRequests: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timeouts.withIdle(Duration.ZERO))
        .withMessage("idle: expected more than zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timeouts.withGrace(Duration.ofSeconds(-1)))
        .withMessage("grace: expected zero or more, found PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeouts.MinimumRate(0, Duration.ofSeconds(1)))
        .withMessage("bytesPerSecond: expected at least 1, found 0");
  }
}
