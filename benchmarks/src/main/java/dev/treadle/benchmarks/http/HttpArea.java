package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Claim;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A request costs Treadle's server less than others that are written in direct style, and not much
/// more than an event loop; its client asks for less than others do.
///
/// Each contender answers several rows with one process, which is started and warmed up once for
/// all of them: servers asked by `wrk` ([Requests]), servers of streams and WebSockets ([Streams]),
/// servers with a crowd before them ([Crowds]), clients ([Clients]).
public final class HttpArea implements Area {

  // Seconds that a side takes, most of them in a length of its own.
  private static final double REQUESTS = 14;
  private static final double STREAMS = 9;
  private static final double CROWDS = 24;
  private static final double CLIENTS = 9.5;

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String title() {
    return "HTTP servers and clients: what a request costs, latency, streams, WebSockets, many"
        + " connections";
  }

  @Override
  public Duration budget() {
    return Duration.ofMinutes(13);
  }

  @Override
  public int rounds() {
    return 3;
  }

  /// Once with everybody: most of the time goes into starting them.
  @Override
  public Duration quickBudget() {
    return Duration.ofMinutes(6);
  }

  @Override
  public int quickRounds() {
    return 1;
  }

  @Override
  public List<Claim> claimsInQuick() {
    return claims();
  }

  @Override
  public List<Claim> claims() {
    return Stream.of(
            Battery.claims(REQUESTS, Requests.claims()),
            Battery.claims(STREAMS, Streams.claims()),
            Battery.claims(CROWDS, Crowds.claims()),
            Battery.claims(CLIENTS, Clients.claims()))
        .flatMap(claims -> claims)
        .toList();
  }
}
