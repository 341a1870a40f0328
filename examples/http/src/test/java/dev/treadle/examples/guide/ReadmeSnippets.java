package dev.treadle.examples.guide;

import static dev.treadle.Treadle.mapConcurrent;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// The program of the README, and what the README says about it.
class ReadmeSnippets {

  private static final InetSocketAddress HERE = new InetSocketAddress(8080);
  private static final String THREE = "http://localhost:8080/?city=Oslo&city=Rome&city=Bonn";

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();

  // @start region="first"
  void main() throws IOException {
    try (var weather = HttpClient.open(s -> s.withBase("https://forecasts.example/"))) {
      Treadle.run(() -> HttpServer.run(HERE, s -> s, request -> answer(weather, request)));
    }
  }

  Response answer(HttpClient weather, Request request) {
    var cities = request.params().all("city");
    var lines =
        mapConcurrent(cities, 10, city -> timeout(Duration.ofSeconds(2), () -> ask(weather, city)));
    return Response.text(String.join("\n", lines));
  }

  String ask(HttpClient weather, String city) throws IOException {
    return city + ": " + weather.get(city).raiseForStatus().text();
  }

  // @end region="first"

  @TreadleTest
  void allCitiesAreAskedForAtOnce(Simulation simulation) {
    run(
        Duration.ofSeconds(1),
        client -> {
          long start = simulation.clock().elapsed().toNanos();
          var answer = client.get(THREE);

          assertThat(answer.text()).isEqualTo("Oslo: sunny\nRome: sunny\nBonn: sunny");
          assertThat(simulation.clock().elapsed().minusNanos(start))
              .isEqualTo(Duration.ofSeconds(1));
        });
  }

  @TreadleTest
  void whatTakesTooLongIsGivenUpWithTheOthers() {
    run(
        Duration.ofMinutes(1),
        client -> {
          assertThat(client.get(THREE).status().code()).isEqualTo(500);
          sleep(Duration.ofSeconds(1));

          assertThat(cancelled).hasValue(3);
        });
  }

  @TreadleTest
  void whoHangsUpTakesAllRequestsAlong() {
    run(
        Duration.ofMinutes(1),
        client -> {
          Treadle.moveOnAfter(Duration.ofSeconds(1), () -> client.get(THREE));
          sleep(Duration.ofMillis(100));

          assertThat(asked).hasValue(3);
          assertThat(cancelled).hasValue(3);
        });
  }

  private void run(Duration delay, Each<HttpClient, Exception> test) {
    TaskGroup.run(group -> {
      var forecasts = HttpServer.open(81, _ -> forecast(delay));
      group.startDaemon("forecasts", forecasts::serve);
      var weather = HttpClient.open(s -> s.withBase("http://localhost:81/"));
      group.startDaemon(
          "program", () -> HttpServer.run(HERE, s -> s, request -> answer(weather, request)));
      try (weather;
          var client = HttpClient.open()) {
        sleep(Duration.ofMillis(1));
        test.accept(client);
      }
    });
  }

  private Response forecast(Duration delay) {
    asked.incrementAndGet();
    boolean done = false;
    try {
      sleep(delay);
      done = true;
    } finally {
      if (!done) {
        cancelled.incrementAndGet();
      }
    }
    return Response.text("sunny");
  }
}
