package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import java.util.List;
import java.util.stream.Stream;

/// WebSockets, and bodies that are written piece by piece.
final class Streams {

  private static final double BEST = 1;
  private static final double LITTLE_LESS = 0.9;

  /// A body has 1,024 of them.
  private static final double HELD_KIB = 128;

  private final Battery treadle = withHeap(Servers.TREADLE);
  private final Battery helidon = withHeap(Servers.HELIDON);
  private final List<Battery> peers =
      List.of(helidon, all(Servers.JETTY_SOCKETS), all(Servers.VERTX), all(Servers.NETTY));
  private final Battery aiohttp =
      Battery.of(Servers.AIOHTTP.asked(Question.SOCKET_64, Question.STREAM_16));
  private final Battery websockets = Battery.of(Servers.WEBSOCKETS.asked(Question.SOCKET_64));

  private Streams() {}

  static Stream<Claim> claims() {
    return new Streams().rows();
  }

  private static Battery all(Served.Kind server) {
    return Battery.of(server.asked(Question.SOCKET_64, Question.STREAM_16));
  }

  private static Battery withHeap(Served.Kind server) {
    return Battery.of(
        server.asked(Question.SOCKET_64, Question.STREAM_16, Question.STREAM_HEAP_16));
  }

  private Stream<Claim> rows() {
    return Stream.of(messages(), throughput(), cost(), heap());
  }

  private Claim messages() {
    var row = Question.SOCKET_64.name();
    var name = "WebSocket, texts of 64 bytes there and back, 64 connections";
    return against(claim(name, "ns of processor time/message", Better.LOWER, row), row, BEST)
        .against(aiohttp.row(row), BEST)
        .against(websockets.row(row), BEST);
  }

  private Claim throughput() {
    var row = Question.STREAM_16.name();
    var name = "bodies of 1 MiB in pieces, 16 connections";
    return against(claim(name, "MiB/s", Better.HIGHER, row), row, LITTLE_LESS)
        .against(aiohttp.row(row), LITTLE_LESS);
  }

  private Claim cost() {
    var row = Question.STREAM_COST;
    var claim = claim("the same, what they cost", "µs of processor time/MiB", Better.LOWER, row);
    for (var peer : peers) {
      claim = claim.beside(peer.row(row));
    }
    return claim;
  }

  private Claim heap() {
    var row = Question.STREAM_HEAP_16.name();
    var name = "the same, what a body under way holds";
    return claim(name, "KiB of live heap/body", Better.LOWER, row)
        .againstBar(HELD_KIB)
        .beside(helidon.row(row));
  }

  private Claim claim(String name, String unit, Better better, String row) {
    return Claim.of(name, unit, better, treadle.row(row));
  }

  private Claim against(Claim claim, String row, double target) {
    var all = claim;
    for (var peer : peers) {
      all = all.against(peer.row(row), target);
    }
    return all;
  }
}
