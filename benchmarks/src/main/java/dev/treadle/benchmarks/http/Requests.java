package dev.treadle.benchmarks.http;

import static dev.treadle.benchmarks.Claim.atMost;

import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import java.util.stream.Stream;

/// What small requests cost a server, and how late they are answered.
final class Requests {

  /// How much less a request costs than with the best server in direct style.
  private static final double DIRECT = 1.05;

  private static final double DIRECT_JSON = 1.25;
  private static final double AIOHTTP = 5;
  private static final double FASTAPI = 7;

  private static final String COST = "ns of processor time/request";

  private final Battery treadle = all(Servers.TREADLE);
  private final Battery helidon = all(Servers.HELIDON);
  private final Battery jetty = all(Servers.JETTY);
  private final Battery jdk = all(Servers.JDK);
  private final Battery vertx = all(Servers.VERTX);
  private final Battery vertxThreads = withoutSleep(Servers.VERTX_THREADS);
  private final Battery netty = all(Servers.NETTY);
  private final Battery aiohttp = costs(Servers.AIOHTTP);
  private final Battery fastapi = costs(Servers.FASTAPI);

  private Requests() {}

  static Stream<Claim> claims() {
    return new Requests().rows();
  }

  private static Battery all(Served.Kind server) {
    return Battery.of(
        server.asked(
            Question.PLAIN_64,
            Question.PLAIN_256,
            Question.JSON_64,
            Question.PACED_64,
            Question.SLEEP_256));
  }

  /// A verticle on virtual threads serves one request at a time: those that sleep would queue.
  private static Battery withoutSleep(Served.Kind server) {
    return Battery.of(
        server.asked(Question.PLAIN_64, Question.PLAIN_256, Question.JSON_64, Question.PACED_64));
  }

  private static Battery costs(Served.Kind server) {
    return Battery.of(server.asked(Question.PLAIN_64, Question.JSON_64));
  }

  private Stream<Claim> rows() {
    return Stream.of(
        python(
            direct("plain text, 64 connections", Question.PLAIN_64, DIRECT, atMost(1 / 0.75)),
            Question.PLAIN_64),
        direct("plain text, 256 connections", Question.PLAIN_256, DIRECT, atMost(1 / 0.65)),
        python(
            direct("JSON, 64 connections", Question.JSON_64, DIRECT_JSON, atMost(1 / 0.75)),
            Question.JSON_64),
        sleeping(),
        paced(),
        rate());
  }

  private Claim direct(String name, Question question, double target, double ofLoop) {
    var row = question.name();
    return Claim.of(name, COST, Better.LOWER, treadle.row(row))
        .against(helidon.row(row), target)
        .against(jetty.row(row), target)
        .against(jdk.row(row), target)
        .against(vertxThreads.row(row), target)
        .against(netty.row(row), ofLoop)
        .beside(vertx.row(row));
  }

  private Claim python(Claim claim, Question question) {
    return claim
        .against(aiohttp.row(question.name()), AIOHTTP)
        .against(fastapi.row(question.name()), FASTAPI);
  }

  private Claim sleeping() {
    var row = Question.SLEEP_256.name();
    return Claim.of(
            "handlers that sleep 10 ms, 256 connections", COST, Better.LOWER, treadle.row(row))
        .against(helidon.row(row), DIRECT_JSON)
        .beside(jetty.row(row))
        .beside(vertx.row(row));
  }

  private Claim paced() {
    var row = Question.PACED_64.name();
    return Claim.of(
            "p99 at half of what the server can, 64 connections",
            "ms",
            Better.LOWER,
            treadle.row(row))
        .against(helidon.row(row), 1)
        .against(jetty.row(row), 1)
        .against(jdk.row(row), 1)
        .against(vertxThreads.row(row), 1)
        .against(vertx.row(row), 1)
        .against(netty.row(row), 1);
  }

  /// What half of it was: a server that can do less is asked for less.
  private Claim rate() {
    return Claim.of("the rate of that", "requests/s", Better.HIGHER, treadle.row(Question.RATE))
        .beside(helidon.row(Question.RATE))
        .beside(jetty.row(Question.RATE))
        .beside(jdk.row(Question.RATE))
        .beside(vertxThreads.row(Question.RATE))
        .beside(vertx.row(Question.RATE))
        .beside(netty.row(Question.RATE));
  }
}
