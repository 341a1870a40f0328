package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Each;
import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// What is written down of each request.
class AccessLogTest {

  private final List<String> lines = new ArrayList<>();

  private static Response answer(Request request) {
    return switch (request.path()) {
      case "/nothing" -> Response.noContent();
      case "/chunks" -> Response.stream(MediaType.TEXT, writer -> writer.write("hello"));
      case "/slow" -> {
        Treadle.sleep(Duration.ofSeconds(5));
        yield Response.text("late");
      }
      case "/missing" -> Response.text("no").withStatus(Status.NOT_FOUND);
      default -> Response.text("hello");
    };
  }

  private void log(
      Simulation simulation,
      Function<Consumer<String>, AccessLog> format,
      Each<RawClient, Exception> visit)
      throws Exception {
    Site.run(
        simulation,
        settings -> settings.withAccessLog(format.apply(lines::add)),
        AccessLogTest::answer,
        site -> {
          try (var client = site.connect()) {
            visit.accept(client);
          }
          simulation.awaitBlocked();
        });
  }

  /// The client's address in a simulation is of no interest.
  private List<String> lines() {
    return lines.stream().map(line -> line.replaceFirst("^10\\.0\\.0\\.\\d+ ", "CLIENT ")).toList();
  }

  @TreadleTest
  void theCommonFormatHasClientTimeRequestStatusAndLength(Simulation simulation) throws Exception {
    log(
        simulation,
        AccessLog::common,
        client -> {
          client.get("/a?b=c").expectText("hello");
          Treadle.sleep(Duration.ofSeconds(61));
        });

    assertThat(lines())
        .containsExactly("CLIENT - - [01/Jan/2026:00:00:00 +0000] \"GET /a?b=c HTTP/1.1\" 200 5");
  }

  @TreadleTest
  void theTimeIsThatAtWhichItWasAsked(Simulation simulation) throws Exception {
    log(
        simulation,
        AccessLog::common,
        client -> {
          Treadle.sleep(Duration.ofSeconds(7));
          client.get("/slow").expectText("late");
        });

    assertThat(lines())
        .containsExactly("CLIENT - - [01/Jan/2026:00:00:07 +0000] \"GET /slow HTTP/1.1\" 200 4");
  }

  @TreadleTest
  void theLengthIsThatOfTheContentOnTheWire(Simulation simulation) throws Exception {
    log(
        simulation,
        AccessLog::common,
        client -> {
          client.get("/nothing").expect("HTTP/1.1 204 No Content\n\n");
          client.send("HEAD / HTTP/1.1\nHost: a\n\n");
          client.expect("HTTP/1.1 200 OK\n");
          client.get("/chunks");
          client.get("/missing");
          client.send("GET / HTTP/1.0\n\n").rest();
        });

    assertThat(lines().stream().map(line -> line.replaceFirst("^[^\"]*", "")))
        .containsExactly(
            "\"GET /nothing HTTP/1.1\" 204 -",
            "\"HEAD / HTTP/1.1\" 200 -",
            "\"GET /chunks HTTP/1.1\" 200 22",
            "\"GET /missing HTTP/1.1\" 404 2",
            "\"GET / HTTP/1.0\" 200 5");
  }

  @TreadleTest
  void theCombinedFormatSaysWhereFromAndWithWhat(Simulation simulation) throws Exception {
    log(
        simulation,
        AccessLog::combined,
        client -> {
          client.send("GET / HTTP/1.1\nHost: a\nReferer: http://b/c\nUser-Agent: test/1 (x)\n\n");
          client.expectText("hello").get("/").expectText("hello");
        });

    assertThat(lines().stream().map(line -> line.replaceFirst("^[^\"]*", "")))
        .containsExactly(
            "\"GET / HTTP/1.1\" 200 5 \"http://b/c\" \"test/1 (x)\"",
            "\"GET / HTTP/1.1\" 200 5 \"-\" \"-\"");
  }

  @TreadleTest
  void nothingThatAClientSaysBreaksOutOfItsPlace(Simulation simulation) throws Exception {
    log(
        simulation,
        AccessLog::combined,
        client ->
            client
                .send(
                    "GET / HTTP/1.1\nHost: a\nReferer: \\\nUser-Agent: \" 200 5 \"\t\u00e9\u007f\n\n"
                        .replace("\u007f", ""))
                .expectText("hello"));

    assertThat(lines().getFirst()).endsWith("\"\\x5c\" \"\\x22 200 5 \\x22\\x09\\xe9\"");
  }

  @TreadleTest
  void whoIsGoneBeforeTheAnswerIsA499(Simulation simulation) throws Exception {
    log(
        simulation,
        AccessLog::common,
        client -> {
          client.get("/slow");
          Treadle.sleep(Duration.ofSeconds(1));
        });

    assertThat(lines().getFirst()).endsWith("\"GET /slow HTTP/1.1\" 499 -");
  }

  @TreadleTest
  void whoIsTooSlowIsA408(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings -> settings.withAccessLog(AccessLog.common(lines::add)),
        request -> Response.text(request.body().text()),
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nab");
            client.expect("HTTP/1.1 408 Request Timeout\n");
          }
        });

    assertThat(lines().getFirst()).endsWith("\"POST / HTTP/1.1\" 408 -");
  }

  @TreadleTest
  void whoStillWaitsWhenTheServerEndsIsA503(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings ->
            settings
                .withAccessLog(AccessLog.common(lines::add))
                .withTimeouts(t -> t.withGrace(Duration.ofSeconds(1))),
        request -> Response.text(answer(request) + request.body().text()),
        site -> {
          try (var one = site.connect();
              var other = site.connect()) {
            one.get("/slow");
            other.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nab");
            simulation.awaitBlocked();
            site.server().close();
            one.expect("HTTP/1.1 503 Service Unavailable\n");
            other.expect("HTTP/1.1 503 Service Unavailable\n");
          }
        });

    assertThat(lines().stream().map(line -> line.replaceFirst("^[^\"]*", "")))
        .containsExactlyInAnyOrder("\"GET /slow HTTP/1.1\" 503 -", "\"POST / HTTP/1.1\" 503 -");
  }

  @TreadleTest
  void aLogThatFailsSpoilsNoAnswer(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings ->
            settings.withAccessLog(_ -> {
              throw new IllegalStateException("disk full");
            }),
        AccessLogTest::answer,
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectText("hello").get("/").expectText("hello");
          }
        });
  }
}
