package dev.treadle.benchmarks.http;

import static dev.treadle.benchmarks.Claim.atMost;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.JavaProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A request costs Treadle's server less than others that are written in direct style, and not much
/// more than an event loop.
///
/// The unit is processor time of the server alone, see [Load].
public final class HttpArea implements Area {

  private static final int SOME = 64;
  private static final int MANY = 256;

  /// How much less a request costs than with the best server in direct style.
  private static final double DIRECT = 1.05;

  private static final double DIRECT_JSON = 1.25;
  private static final double AIOHTTP = 5;
  private static final double FASTAPI = 7;

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String title() {
    return "HTTP servers: what a request costs, beside others in direct style and event loops";
  }

  @Override
  public Duration budget() {
    return Duration.ofMinutes(10);
  }

  @Override
  public int rounds() {
    return 3;
  }

  @Override
  public List<Claim> claims() {
    var claims = new ArrayList<Claim>();
    claims.add(direct("plain text, 64 connections", Answers.PLAIN, SOME, DIRECT, atMost(1 / 0.75)));
    claims.add(
        direct("plain text, 256 connections", Answers.PLAIN, MANY, DIRECT, atMost(1 / 0.65)));
    claims.add(
        python(
            direct("JSON, 64 connections", Answers.JSON, SOME, DIRECT_JSON, atMost(1 / 0.75)),
            Answers.JSON,
            SOME));
    claims.add(sleeping());
    return List.copyOf(claims);
  }

  private static Claim direct(
      String name, String path, int connections, double target, double ofLoop) {
    return claim(name, path, connections)
        .against(Served.java("Helidon", HelidonServer.class, path, connections), target)
        .against(Served.java("Jetty", JettyServer.class, path, connections), target)
        .against(Served.java("JDK", JdkServer.class, path, connections), target)
        .against(vertx("Vert.x, virtual threads", path, connections, "virtual"), target)
        .against(Served.java("Netty", NettyServer.class, path, connections), ofLoop)
        .beside(vertx("Vert.x", path, connections, "loop"));
  }

  private static Claim python(Claim claim, String path, int connections) {
    return claim
        .against(
            Served.python("aiohttp", "aiohttp", "aiohttp_server.py", path, connections), AIOHTTP)
        .against(
            Served.python("FastAPI", "fastapi, uvicorn", "fastapi_server.py", path, connections),
            FASTAPI);
  }

  private static Claim sleeping() {
    return claim("handlers that sleep 10 ms, 256 connections", Answers.SLEEP, MANY)
        .against(Served.java("Helidon", HelidonServer.class, Answers.SLEEP, MANY), DIRECT_JSON)
        .beside(Served.java("Jetty", JettyServer.class, Answers.SLEEP, MANY))
        .beside(vertx("Vert.x", Answers.SLEEP, MANY, "loop"));
  }

  private static Claim claim(String name, String path, int connections) {
    return Claim.of(
        name,
        "ns of processor time/request",
        Better.LOWER,
        Served.java("Treadle", TreadleServer.class, path, connections));
  }

  private static Served vertx(String name, String path, int connections, String model) {
    return Served.of(
        name,
        JavaProgram.of(name, VertxServer.class).withArguments(Served.PORT, model),
        path,
        connections);
  }
}
